package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The classes of one kind that may stand in a file; no other class is ever looked for.
 *
 * @param <T> what they have in common
 * @param kind how messages speak of one, such as {@code layer}
 * @param module where Keras keeps them
 * @param families one or more codecs for each class; a family is put together when no earlier one has the class
 * @param aliases class names by Keras' short names
 * @param common reads the options that all of them have in Keras
 */
record ClassTable<T>(
        String kind,
        String module,
        List<Lazy<List<KerasCodec<? extends T>>>> families,
        Map<String, String> aliases,
        Consumer<ConfigObject> common) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_NAMES = 30;

    static <T> ClassTable<T> of(
            String kind,
            String module,
            List<KerasCodec<? extends T>> codecs,
            Map<String, String> aliases,
            Consumer<ConfigObject> common) {
        return new ClassTable<>(kind, module, List.of(Lazy.of(codecs)), aliases, common);
    }

    ClassTable<T> with(KerasCodec<? extends T> codec) {
        if (codecs().anyMatch(known -> known.identifier().equals(codec.identifier()))) {
            throw new IllegalArgumentException("KerasRegistry: expected a class name that is free, received "
                    + codec.identifier() + ". Register the class in a package of your own.");
        }
        List<Lazy<List<KerasCodec<? extends T>>>> more = new ArrayList<>(families);
        more.add(Lazy.of(List.of(codec)));
        return new ClassTable<>(kind, module, List.copyOf(more), aliases, common);
    }

    private Stream<KerasCodec<? extends T>> codecs() {
        return families.stream().map(Lazy::get).flatMap(List::stream);
    }

    List<String> identifiers() {
        return codecs().map(KerasCodec::identifier).sorted().toList();
    }

    /** The options of each class by its identifier, in alphabetical order. */
    Map<String, Set<String>> contents() {
        Map<String, Set<String>> contents = new TreeMap<>();
        codecs().forEach(codec -> contents.computeIfAbsent(codec.identifier(), name -> new TreeSet<>())
                .addAll(codec.optionNames()));
        return contents;
    }

    Optional<KerasCodec<? extends T>> codecOf(Object value) {
        return codecs().filter(codec -> codec.applies(value)).findFirst();
    }

    JsonNode write(T value, KerasRegistry registry) {
        return write(value, value.toString(), registry);
    }

    /** An object of Keras: module, class name, configuration and registered name. */
    ObjectNode write(T value, String title, KerasRegistry registry) {
        KerasCodec<? extends T> codec = codecOf(value)
                .orElseThrow(() -> new IllegalArgumentException("KerasArchive: expected a " + kind
                        + " that files can hold, received " + title + ". Add a codec for it to the KerasRegistry."));
        ObjectNode object = JSON.objectNode();
        // Where a class of one's own lies in Python only Python knows; it is found by its registered name.
        object.set("module", codec.isRegistered() ? JSON.nullNode() : JSON.textNode(moduleOf(codec)));
        object.put("class_name", codec.className());
        object.set("config", codec.write(value, registry));
        boolean isNamed = codec.isRegistered() || codec.module().isPresent();
        object.set("registered_name", isNamed ? JSON.textNode(codec.identifier()) : JSON.nullNode());
        return object;
    }

    /** What an object, or the name of one, stands for. */
    T read(JsonNode node, Place place) {
        if (node.isTextual()) {
            return named(node.textValue(), place);
        }
        ConfigObject object = new ConfigObject(place, node);
        String className = object.text("class_name");
        if (className.equals("function")) {
            return named(object.text("config"), place);
        }
        KerasCodec<? extends T> codec = codec(object, className);
        JsonNode config = object.find("config").orElse(JSON.objectNode());
        return read(codec, new ConfigObject(place.in(className), config));
    }

    private T named(String name, Place place) {
        KerasCodec<? extends T> codec = codecs().filter(known ->
                        names(known).anyMatch(name::equals) || known.className().equals(aliases.get(name)))
                .findFirst()
                .orElseThrow(() -> unknown(name, place));
        ObjectNode config = JSON.objectNode();
        if (codec.hasOption("name")) {
            // Keras calls a metric as somebody called it: mse, not mean_squared_error.
            config.put("name", name);
        }
        return read(codec, new ConfigObject(place.in(Place.shortened(name)), config));
    }

    private T read(KerasCodec<? extends T> codec, ConfigObject config) {
        common.accept(config);
        return codec.read(config);
    }

    /** The codec for an object; never anything else, whatever it says. */
    KerasCodec<? extends T> codec(ConfigObject object, String name) {
        Place place = object.place();
        // Keras up to 3.4 writes the name that Python has, OrthogonalInitializer, and later ones the short one.
        String className = aliases.getOrDefault(name, name);
        RefusedClasses.reason(className).ifPresent(reason -> {
            throw place.error(
                    "expected a " + kind + " that can be opened safely, received " + className + ": " + reason);
        });
        String registered = object.find("registered_name", OptionType.TEXT).orElse(className);
        KerasCodec<? extends T> codec = codecs().filter(
                        known -> known.identifier().equals(registered))
                .findFirst()
                .orElseThrow(() -> unknown(registered, place));
        if (!codec.className().equals(className)) {
            throw place.error("expected class_name " + codec.className() + " for registered_name "
                    + Place.shortened(registered) + ", received " + Place.shortened(className) + ".");
        }
        object.find("module", OptionType.TEXT)
                .filter(found -> !codec.isRegistered())
                .ifPresent(found -> {
                    String expected = moduleOf(codec);
                    if (!found.equals(expected)
                            && !found.startsWith("keras.src." + expected.substring("keras.".length()))) {
                        throw place.error("expected module '" + expected + "' for " + className + ", received '"
                                + Place.shortened(found) + "'.");
                    }
                });
        return codec;
    }

    private String moduleOf(KerasCodec<? extends T> codec) {
        return codec.module().orElse(module);
    }

    private ConfigException unknown(String name, Place place) {
        List<String> known = identifiers();
        // A hundred names would hide what is wrong.
        String names = known.size() <= MOST_NAMES ? " " + known : "";
        String hint = Names.closest(name, known)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse("");
        return place.error("expected one of the " + kind + " classes" + names + ", received " + Place.shortened(name)
                + "." + hint + " Add a codec for it to the KerasRegistry, or save the model without it.");
    }

    private static Stream<String> names(KerasCodec<?> codec) {
        return Stream.of(
                codec.identifier(),
                Names.snakeCase(codec.identifier()),
                codec.identifier().toLowerCase(Locale.ROOT));
    }
}
