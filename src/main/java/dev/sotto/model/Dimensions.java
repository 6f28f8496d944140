package dev.sotto.model;

/**
 * The sizes of the network.
 *
 * @param melBins rows of the spectrogram, 80 or 128
 * @param audioContext positions the encoder gives for one window, 1500 (20 ms each)
 * @param textContext positions of the decoder, 448
 * @param vocabularySize rows of the token embedding
 * @param width length of one position's vector, the same in encoder and decoder
 */
public record Dimensions(
        int melBins, int audioContext, int textContext, int vocabularySize, int width, Stack encoder, Stack decoder) {

    /**
     * One of the two halves.
     *
     * @param heads of attention; they share {@code width} equally
     * @param feedForward inner width of each layer's two linear maps
     */
    public record Stack(int layers, int heads, int feedForward) {}
}
