package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.Layer;
import java.util.List;
import java.util.function.Predicate;

/**
 * How an operation of Keras stands in files: options in its configuration, constants among the arguments of its call.
 *
 * @param <T> the class in Java
 * @param className Keras' class
 * @param module where Keras has it
 * @param type the class in Java
 * @param applies which of its values this is for
 * @param parameters the names of the call's arguments, in order
 * @param isListed whether the call takes one list of tensors
 * @param read makes the layer
 * @param write fills in configuration and arguments
 */
record OperationCodec<T extends Layer>(
        String className,
        String module,
        Class<T> type,
        Predicate<T> applies,
        List<String> parameters,
        boolean isListed,
        Reader<T> read,
        Writer<T> write) {
    static final String MODULES = "keras.src.ops.";

    /** Makes a layer of what a file says. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ConfigObject config, OperationArguments arguments);
    }

    /** Writes options into the configuration, and gives the arguments: constants, and a missing node for each tensor. */
    @FunctionalInterface
    interface Writer<T> {
        List<JsonNode> write(T layer, ObjectNode config);
    }

    boolean appliesTo(Layer layer) {
        return type.isInstance(layer) && applies.test(type.cast(layer));
    }

    List<JsonNode> write(Layer layer, ObjectNode config) {
        return write.write(type.cast(layer), config);
    }
}
