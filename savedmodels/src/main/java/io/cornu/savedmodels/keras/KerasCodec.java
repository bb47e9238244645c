package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How values of a class stand in Keras' configurations, both ways: which options there are, and what makes the value.
 *
 * <p>A layer of your own, whose Python class is registered as {@code mine>Scale}:
 *
 * <pre>{@code
 * record Scale(double factor, boolean mirrored) implements Layer {
 *     public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
 *         return call.tf().math.mul(call.input(), call.constant(mirrored ? -factor : factor));
 *     }
 * }
 *
 * KerasCodec<Scale> codec = KerasCodec.of(Scale.class, required("factor", NUMBER, Scale::factor), f -> new Scale(f, false))
 *         .option("mirrored", FLAG, Scale::mirrored, (scale, mirrored) -> new Scale(scale.factor(), mirrored))
 *         .registeredIn("mine");
 * KerasRegistry registry = KerasRegistry.standard().withLayer(codec);
 * }</pre>
 *
 * <p>Options that hold their default are left out on writing, so the default must be Keras' own.
 *
 * @param <T> the class in Java; a record, or with an {@code equals} of its own
 */
public final class KerasCodec<T> {
    private final Class<T> type;
    private final String className;
    private final Home home;
    private final Supplier<Form<T>> form;

    private KerasCodec(Class<T> type, String className, Home home, Supplier<Form<T>> form) {
        this.type = type;
        this.className = className;
        this.home = home;
        this.form = form;
    }

    /** Where Python finds the class. */
    private record Home(Optional<String> registeredPackage, Optional<String> module) {
        static final Home KERAS = new Home(Optional.empty(), Optional.empty());
    }

    /** What stands in a configuration; apart from the names, for a file needs few of a hundred classes. */
    private record Form<T>(
            Predicate<T> range,
            KerasStart<T> start,
            Map<String, Option<T, ?>> options,
            Map<String, Set<JsonNode>> lacking,
            Set<String> ignored,
            CallForm callForm) {
        Form<T> withOption(String key, Option<T, ?> option) {
            Map<String, Option<T, ?>> more = new LinkedHashMap<>(options);
            more.put(key, option);
            return new Form<>(range, start, more, lacking, ignored, callForm);
        }
    }

    /**
     * An option without which there is no value.
     *
     * @param <T> the class
     * @param <V> the kind of option
     * @param key Keras' name of it
     * @param type how it stands in files
     * @param get takes it from a value
     */
    public record Required<T, V>(String key, OptionType<V> type, Function<T, V> get) {
        V read(ConfigObject config) {
            return type.read(config.get(key), config.place().in(key));
        }

        void write(T value, ObjectNode config, KerasRegistry registry) {
            config.set(key, type.write(get.apply(value), registry));
        }
    }

    private record Option<T, V>(OptionType<V> type, Function<T, V> get, BiFunction<T, V, T> with, boolean isNullable) {
        T read(String key, T value, ConfigObject config) {
            Optional<JsonNode> found = isNullable ? config.findNullable(key) : config.find(key);
            return found.map(node -> type.read(node, config.place().in(key)))
                    .map(option -> with.apply(value, option))
                    .orElse(value);
        }

        boolean isSame(T value, T other) {
            return get.apply(value).equals(get.apply(other));
        }

        T copy(T from, T to) {
            return with.apply(to, get.apply(from));
        }

        JsonNode write(T value, KerasRegistry registry) {
            return type.write(get.apply(value), registry);
        }
    }

    /**
     * A required option.
     *
     * @param <T> the class
     * @param <V> the kind of option
     * @param key Keras' name of it
     * @param type how it stands in files
     * @param get takes it from a value
     * @return the option
     */
    public static <T, V> Required<T, V> required(String key, OptionType<V> type, Function<T, V> get) {
        return new Required<>(key, type, get);
    }

    /**
     * A class without required options, under its Java name.
     *
     * @param <T> the class
     * @param type the class
     * @param defaults makes a value with all options at Keras' defaults
     * @return the codec
     */
    public static <T> KerasCodec<T> of(Class<T> type, Supplier<T> defaults) {
        return of(type, KerasStart.of(defaults));
    }

    /**
     * A class with one required option, under its Java name.
     *
     * @param <T> the class
     * @param <A> the kind of option
     * @param type the class
     * @param option the option
     * @param make makes a value with all other options at Keras' defaults
     * @return the codec
     */
    public static <T, A> KerasCodec<T> of(Class<T> type, Required<T, A> option, Function<A, T> make) {
        return of(type, KerasStart.of(option, make));
    }

    /**
     * A class with two required options, under its Java name.
     *
     * @param <T> the class
     * @param <A> the kind of the first option
     * @param <B> the kind of the second option
     * @param type the class
     * @param first the first option
     * @param second the second option
     * @param make makes a value with all other options at Keras' defaults
     * @return the codec
     */
    public static <T, A, B> KerasCodec<T> of(
            Class<T> type, Required<T, A> first, Required<T, B> second, BiFunction<A, B, T> make) {
        return of(type, KerasStart.of(first, second, make));
    }

    static <T> KerasCodec<T> of(Class<T> type, KerasStart<T> start) {
        return of(type, new Form<>(value -> true, start, Map.of(), Map.of(), Set.of(), CallForm.PLAIN));
    }

    private static <T> KerasCodec<T> of(Class<T> type, Form<T> form) {
        return new KerasCodec<>(type, type.getSimpleName(), Home.KERAS, Lazy.of(form));
    }

    /** A class of Keras under its Java name, whose options are put together when a file or a value first needs them. */
    static <T> KerasCodec<T> later(Class<T> type, Supplier<KerasCodec<T>> codec) {
        return new KerasCodec<>(type, type.getSimpleName(), Home.KERAS, new Lazy<>(() -> {
            KerasCodec<T> whole = codec.get();
            if (!whole.identifier().equals(type.getSimpleName())
                    || whole.module().isPresent()) {
                throw new IllegalStateException("KerasCodec: expected a codec of " + type.getSimpleName()
                        + ", received one of " + whole.identifier() + ". Names cannot wait.");
            }
            return whole.form.get();
        }));
    }

    private KerasCodec<T> with(Form<T> other) {
        return new KerasCodec<>(type, className, home, Lazy.of(other));
    }

    /**
     * The same codec with one more option.
     *
     * @param <V> the kind of option
     * @param key Keras' name of it
     * @param valueType how it stands in files
     * @param get takes it from a value
     * @param with gives a copy another
     * @return a copy
     */
    public <V> KerasCodec<T> option(String key, OptionType<V> valueType, Function<T, V> get, BiFunction<T, V, T> with) {
        return with(form.get().withOption(key, new Option<>(valueType, get, with, false)));
    }

    /** One more option, for which null is a value of its own, unlike the default. */
    <V> KerasCodec<T> nullableOption(
            String key, OptionType<V> valueType, Function<T, V> get, BiFunction<T, V, T> with) {
        return with(form.get().withOption(key, new Option<>(valueType, get, with, true)));
    }

    /**
     * The same codec for a class that has an option in Keras but not here: a file that asks for another value than null
     * or the defaults is refused.
     *
     * @param key Keras' name of it
     * @param defaults what may stand there besides null: texts, numbers, booleans
     * @return a copy
     * @throws IllegalArgumentException if a default is anything else
     */
    public KerasCodec<T> lacking(String key, Object... defaults) {
        Set<JsonNode> values = new LinkedHashSet<>();
        Arrays.stream(defaults).map(KerasCodec::node).forEach(values::add);
        Map<String, Set<JsonNode>> more = new LinkedHashMap<>(form.get().lacking());
        more.put(key, values);
        Form<T> old = form.get();
        return with(new Form<>(old.range(), old.start(), old.options(), more, old.ignored(), old.callForm()));
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof String text) {
            return nodes.textNode(text);
        }
        if (value instanceof Boolean flag) {
            return nodes.booleanNode(flag);
        }
        if (value instanceof Integer number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Number number) {
            return nodes.numberNode(number.doubleValue());
        }
        throw new IllegalArgumentException(
                "KerasCodec.lacking: expected texts, numbers or booleans, received " + value + ".");
    }

    /**
     * The same codec for a class that has options in Keras that make no difference to a network that is read.
     *
     * @param keys Keras' names of them
     * @return a copy
     */
    public KerasCodec<T> ignoring(String... keys) {
        Form<T> old = form.get();
        Set<String> more = new LinkedHashSet<>(old.ignored());
        more.addAll(Arrays.asList(keys));
        return with(new Form<>(old.range(), old.start(), old.options(), old.lacking(), more, old.callForm()));
    }

    /**
     * The same codec under another class name.
     *
     * @param newName the name of the class in Python
     * @return a copy
     */
    public KerasCodec<T> named(String newName) {
        return new KerasCodec<>(type, newName, home, form);
    }

    /**
     * The same codec for a class that is no part of Keras, but in Python decorated with
     * {@code @keras.saving.register_keras_serializable(package=...)}.
     *
     * @param packageName the package it is registered in
     * @return a copy
     */
    public KerasCodec<T> registeredIn(String packageName) {
        return at(new Home(Optional.of(packageName), Optional.empty()));
    }

    /** For a class of Keras that lies in a module of its own. */
    KerasCodec<T> inModule(String module) {
        return at(new Home(Optional.empty(), Optional.of(module)));
    }

    private KerasCodec<T> at(Home other) {
        return new KerasCodec<>(type, className, other, form);
    }

    /** For some values of the class only; others have another codec. */
    KerasCodec<T> only(Predicate<T> values) {
        Form<T> old = form.get();
        return with(new Form<>(values, old.start(), old.options(), old.lacking(), old.ignored(), old.callForm()));
    }

    /** For a layer whose calls say more than which tensor goes in. */
    KerasCodec<T> called(CallForm callForm) {
        Form<T> old = form.get();
        return with(new Form<>(old.range(), old.start(), old.options(), old.lacking(), old.ignored(), callForm));
    }

    CallForm callForm() {
        return form.get().callForm();
    }

    String className() {
        return className;
    }

    /** What identifies the class in files: {@code Dense}, or {@code my_package>Scale}. */
    String identifier() {
        return home.registeredPackage.map(name -> name + ">" + className).orElse(className);
    }

    /** The options that a file may give, but for those that must have their default. */
    Set<String> optionNames() {
        Set<String> names = new LinkedHashSet<>(
                form.get().start().required().stream().map(Required::key).toList());
        names.addAll(form.get().options().keySet());
        names.addAll(form.get().ignored());
        return names;
    }

    /** Where in Keras the class lies, if not where its kind does. */
    Optional<String> module() {
        return home.module;
    }

    boolean isRegistered() {
        return home.registeredPackage.isPresent();
    }

    boolean hasOption(String key) {
        return form.get().options().containsKey(key);
    }

    boolean applies(Object value) {
        return type.isInstance(value) && form.get().range().test(type.cast(value));
    }

    /** A value with the required options of another, and all others at their defaults. */
    T defaults(Object value) {
        return form.get().start().defaults().apply(type.cast(value));
    }

    ObjectNode write(Object object, KerasRegistry registry) {
        T value = type.cast(object);
        T defaults = form.get().start().defaults().apply(value);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        form.get().start().write(value, config, registry);
        T copy = defaults;
        for (Map.Entry<String, Option<T, ?>> entry : form.get().options().entrySet()) {
            Option<T, ?> option = entry.getValue();
            if (!option.isSame(value, defaults)) {
                config.set(entry.getKey(), option.write(value, registry));
                copy = option.copy(value, copy);
            }
        }
        if (!copy.equals(value)) {
            throw new IllegalArgumentException("KerasCodec of " + className
                    + ": expected options that make up the whole value, received " + copy + " for " + value
                    + ". Add the missing option to the codec.");
        }
        return config;
    }

    T read(ConfigObject config) {
        T value;
        try {
            value = form.get().start().read().apply(config);
            for (Map.Entry<String, Option<T, ?>> entry : form.get().options().entrySet()) {
                value = entry.getValue().read(entry.getKey(), value, config);
            }
        } catch (IllegalArgumentException | ArithmeticException failure) {
            throw config.place().error(String.valueOf(failure.getMessage()), failure);
        }
        form.get().lacking().forEach(config::requireDefault);
        config.ignore(form.get().ignored().toArray(String[]::new));
        config.requireAllRead();
        return value;
    }
}
