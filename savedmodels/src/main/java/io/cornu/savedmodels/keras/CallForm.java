package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a functional model says of a layer in its calls, besides its configuration.
 *
 * @param inputs the arguments for tensors by name, each a tensor; empty for layers that take one argument, a tensor or a
 *     list of them
 * @param flags options that are true or, by default, false; options of the layer here, but arguments of its calls there
 * @param pythonName the class in Python, after which its group of weights is called, where it is exported under another name
 */
record CallForm(List<String> inputs, Set<String> flags, Optional<String> pythonName) {
    static final CallForm PLAIN = new CallForm(List.of(), Set.of(), Optional.empty());

    /** Takes the flags out of a configuration, for the calls. */
    ObjectNode takeFlags(ObjectNode config) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (String flag : flags) {
            JsonNode value = config.remove(flag);
            if (value != null) {
                arguments.set(flag, value);
            }
        }
        return arguments;
    }

    /** A configuration with the flags of the calls, which must agree. */
    JsonNode withFlags(JsonNode layer, Place place) {
        if (flags.isEmpty()) {
            return layer.get("config");
        }
        ObjectNode config = layer.get("config").deepCopy();
        for (String flag : flags) {
            if (config.has(flag)) {
                throw place.error("expected '" + flag + "' as an argument of calls, received it as an option.");
            }
            Optional<JsonNode> common = Optional.empty();
            for (JsonNode call : layer.path("inbound_nodes")) {
                JsonNode given = call.path("kwargs").path(flag);
                JsonNode value = given.isMissingNode() || given.isNull() ? BooleanNode.FALSE : given;
                if (!value.equals(common.orElse(value))) {
                    throw place.error("expected calls that agree on '" + flag + "', received "
                            + Place.text(common.orElse(value)) + " and " + Place.text(value)
                            + ". Use a layer for each in Keras.");
                }
                common = Optional.of(value);
            }
            common.ifPresent(value -> config.set(flag, value));
        }
        return config;
    }
}
