package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The activation functions that may stand in a file.
 *
 * @param custom those besides Keras' own, by name; one with a package, as in {@code my_package>square}, is registered
 *     in Python
 * @param layers those that stand in files as the layers that compute them
 */
record ActivationTable(Map<String, Activation> custom, ClassTable<Activation> layers) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    ActivationTable with(String name, Activation activation) {
        if (custom.containsKey(name) || Activations.named(name).isPresent()) {
            throw new IllegalArgumentException(
                    "KerasRegistry: expected an activation's name that is free, received " + name + ".");
        }
        Map<String, Activation> more = new LinkedHashMap<>(custom);
        more.put(name, activation);
        return new ActivationTable(Map.copyOf(more), layers);
    }

    /** The functions that files may name; they have no options. */
    Map<String, Set<String>> contents() {
        Map<String, Set<String>> contents = new TreeMap<>();
        Stream.concat(Activations.names().stream(), custom.keySet().stream())
                .forEach(name -> contents.put(name, Set.of()));
        return contents;
    }

    JsonNode write(Activation activation, KerasRegistry registry) {
        if (Activations.named(activation.name()).filter(activation::equals).isPresent()) {
            return JSON.textNode(activation.name());
        }
        Optional<String> known = custom.entrySet().stream()
                .filter(entry -> entry.getValue().equals(activation))
                .map(Map.Entry::getKey)
                .findFirst();
        if (known.isEmpty() && layers.codecOf(activation).isPresent()) {
            return layers.write(activation, registry);
        }
        String name = known.orElseThrow(() -> new IllegalArgumentException(
                "KerasArchive: expected an activation that files can hold, received " + activation
                        + ". Files hold names, which tell no arguments: use its default arguments, a layer of its"
                        + " own, or KerasRegistry.withActivation with a function that is registered in Python."));
        if (name.indexOf('>') < 0) {
            return JSON.textNode(name);
        }
        return JSON.objectNode()
                .put("module", "builtins")
                .put("class_name", "function")
                .put("config", name)
                .put("registered_name", "function");
    }

    Activation read(JsonNode node, Place place) {
        if (node.isTextual()) {
            return named(node.textValue(), place);
        }
        ConfigObject object = new ConfigObject(place, node);
        String className = object.text("class_name");
        RefusedClasses.reason(className).ifPresent(reason -> {
            throw place.error(
                    "expected an activation that can be opened safely, received " + className + ": " + reason);
        });
        if (!className.equals("function")) {
            if (!layers.identifiers().contains(className)) {
                throw place.error("expected the name of a function, or one of the layers " + layers.identifiers()
                        + ", received a " + Place.shortened(className)
                        + " object. Give the layer no activation and put that layer after it.");
            }
            return layers.read(node, place);
        }
        return named(object.text("config"), place);
    }

    private Activation named(String name, Place place) {
        return Optional.ofNullable(custom.get(name))
                .or(() -> Activations.named(name))
                .orElseThrow(() -> place.error("expected one of the activations "
                        + Stream.concat(Activations.names().stream(), custom.keySet().stream())
                                .toList()
                        + ", received '" + Place.shortened(name)
                        + "'. Add it with KerasRegistry.withActivation, or save the model without it."));
    }
}
