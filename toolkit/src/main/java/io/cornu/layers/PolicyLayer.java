package io.cornu.layers;

/**
 * A layer with a type of numbers of its own, see {@link Layer#withPolicy}.
 *
 * @param policy in which type it computes
 * @param layer the layer
 */
public record PolicyLayer(DTypePolicy policy, Layer layer) implements LayerWrapper {
    /** Of several policies the last counts. */
    public PolicyLayer {
        layer = layer instanceof PolicyLayer inner ? inner.layer : layer;
    }
}
