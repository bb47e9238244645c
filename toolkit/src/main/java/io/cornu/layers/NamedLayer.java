package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.regex.Pattern;

/**
 * A layer with a name chosen by the user; made by {@link Layer#named}.
 *
 * @param name the name within a network
 * @param layer the layer itself
 */
public record NamedLayer(String name, Layer layer) implements LayerWrapper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.\\-]*");

    /**
     * Checks the name; a named layer named again has the new name only.
     *
     * @throws IllegalArgumentException if the name has other characters than a layer's name may have
     */
    public NamedLayer {
        layer = layer instanceof NamedLayer named ? named.layer : layer;
        Arguments.require(
                NAME.matcher(name).matches(),
                layer.kind(),
                "name must be letters, digits, '_', '-' and '.', and start with a letter or digit",
                "'" + name + "'");
    }
}
