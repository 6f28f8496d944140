/** The networks of {@link dev.sotto.diarize.SpeakerNetworks} in hand-written TorchScript, and the folders they are read from. */
@NullMarked
package dev.sotto.torch.speaker;

import org.jspecify.annotations.NullMarked;
