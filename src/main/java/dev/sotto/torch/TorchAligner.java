package dev.sotto.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.ModelConfig.AlignmentHead;
import dev.sotto.torch.ScriptModule.Scope;
import dev.sotto.torch.TorchWhisper.Features;
import dev.sotto.whisper.WhisperNetwork.KnownWindow;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** Calls the part of the program that says where known text is heard. Engine's thread only. */
final class TorchAligner {
    private final ScriptModule script;
    private final int endOfText;

    TorchAligner(ScriptModule script, int endOfText) {
        this.script = script;
        this.endOfText = endOfText;
    }

    /** Once, after the weights are complete. */
    void follow(List<AlignmentHead> heads) {
        long[] layers = heads.stream().mapToLong(AlignmentHead::layer).toArray();
        long[] inLayer = heads.stream().mapToLong(AlignmentHead::head).toArray();
        script.call("follow", IValue.listFrom(layers), IValue.listFrom(inLayer));
    }

    List<TokenAlignment> align(List<KnownWindow> windows) {
        PtNDArray[] features = windows.stream()
                .map(window -> ((Features) window.features()).tensor())
                .toArray(PtNDArray[]::new);
        try (Scope scope = script.scope()) {
            float[] flat = script.callForTensor(
                            scope.tensors(),
                            "align",
                            IValue.listFrom(features),
                            IValue.from(tokens(scope, windows)),
                            each(windows, task -> task.tokens().length),
                            each(windows, AlignmentTask::audioPositions),
                            each(windows, AlignmentTask::startTokens))
                    .toFloatArray();
            return parted(flat, windows);
        }
    }

    private static IValue each(List<KnownWindow> windows, ToLongFunction<AlignmentTask> number) {
        return IValue.listFrom(
                windows.stream().map(KnownWindow::task).mapToLong(number).toArray());
    }

    /** All as long as the longest; what fills them up comes last, so that no token before it can see it. */
    private PtNDArray tokens(Scope scope, List<KnownWindow> windows) {
        int longest = windows.stream()
                .mapToInt(window -> window.task().tokens().length)
                .max()
                .orElseThrow();
        long[] tokens = new long[windows.size() * longest];
        Arrays.fill(tokens, endOfText);
        for (int window = 0; window < windows.size(); window++) {
            int[] own = windows.get(window).task().tokens();
            for (int i = 0; i < own.length; i++) {
                tokens[window * longest + i] = own[i];
            }
        }
        return (PtNDArray) scope.tensors().create(tokens, new Shape(windows.size(), longest));
    }

    private static List<TokenAlignment> parted(float[] flat, List<KnownWindow> windows) {
        List<TokenAlignment> alignments = new ArrayList<>();
        int from = 0;
        for (KnownWindow window : windows) {
            int columns = window.task().audioPositions();
            int weights = from + window.task().textTokens();
            int end = weights + (window.task().textTokens() + 1) * columns;
            alignments.add(new TokenAlignment(
                    Arrays.copyOfRange(flat, weights, end), columns, Arrays.copyOfRange(flat, from, weights)));
            from = end;
        }
        return alignments;
    }
}
