/**
 * The network: hand-written TorchScript on DJL's PyTorch engine, implementing the ports of {@code whisper}, {@code vad} and {@code diarize}. The only
 * place that knows DJL. Everything here is confined to the thread that owns the engine, except where a type says
 * otherwise; a tensor that outlives a call is closed by the type that holds it.
 */
@NullMarked
package dev.sotto.torch;

import org.jspecify.annotations.NullMarked;
