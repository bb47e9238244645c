package io.cornu.tests.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.keras.KerasRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the public names of Keras, as Keras itself lists them, beside what the toolkit has: what can be read from and
 * written to files, and for base classes and callbacks the Java type.
 */
final class KerasCoverage {
    /** What a name comes to. */
    enum Status {
        HERE,
        ABSENT,
        /** Not asked for: the reason stands in {@link OutOfScope}. */
        APART
    }

    /**
     * A name of Keras.
     *
     * @param name the name
     * @param aliases other names of the same thing
     * @param status what it comes to
     * @param note where it is, what it lacks, or why it is absent
     */
    record Entry(String name, List<String> aliases, Status status, String note) {}

    private final String version;
    private final Map<String, List<Entry>> modules = new LinkedHashMap<>();
    private final Map<String, Map<String, Set<String>>> ours =
            KerasRegistry.standard().contents();

    KerasCoverage(JsonNode keras) {
        version = keras.get("version").asText();
        keras.get("modules").properties().forEach(module -> {
            List<Entry> entries = new ArrayList<>();
            module.getValue().forEach(entry -> entry(module.getKey(), entry).ifPresent(entries::add));
            modules.put(module.getKey(), entries);
        });
    }

    /** The share of the names of a module, those apart not counted, that are here. */
    double share(String module) {
        return (double) count(module, Status.HERE) / (count(module, Status.HERE) + count(module, Status.ABSENT));
    }

    Set<String> modules() {
        return modules.keySet();
    }

    /** The names of a module that are asked for and absent. */
    List<String> absent(String module) {
        return modules.getOrDefault(module, List.of()).stream()
                .filter(entry -> entry.status() == Status.ABSENT)
                .map(Entry::name)
                .toList();
    }

    /** The report, in Markdown. */
    String report() {
        StringBuilder text = new StringBuilder("# What of Keras is here\n\n");
        text.append("Made by `tests/coverage` from the public names of the installed Keras ")
                .append(version)
                .append(
                        " and from what the toolkit reads and writes; a test fails when it is not fresh. Do not edit.\n\n");
        text.append("| keras. | here | absent | apart | here of those asked for |\n|---|---:|---:|---:|---:|\n");
        modules.keySet()
                .forEach(module -> text.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %.1f %% |%n",
                        module,
                        count(module, Status.HERE),
                        count(module, Status.ABSENT),
                        count(module, Status.APART),
                        100 * share(module))));
        modules.forEach((module, entries) -> {
            text.append("\n## keras.").append(module).append("\n\n| name | | |\n|---|---|---|\n");
            for (Entry entry : entries) {
                text.append("| ").append(entry.name());
                if (!entry.aliases().isEmpty()) {
                    text.append(" (").append(String.join(", ", entry.aliases())).append(")");
                }
                text.append(" | ")
                        .append(entry.status().name().toLowerCase(Locale.ROOT))
                        .append(" | ")
                        .append(entry.note())
                        .append(" |\n");
            }
            List<String> more = more(module);
            if (!more.isEmpty()) {
                text.append("\nNot in Keras: ").append(String.join(", ", more)).append(".\n");
            }
        });
        return text.toString();
    }

    private Optional<Entry> entry(String module, JsonNode keras) {
        Set<String> names = new LinkedHashSet<>();
        names.add(keras.get("own").asText());
        List<String> exported = new ArrayList<>();
        keras.get("names").forEach(name -> exported.add(name.asText()));
        names.retainAll(exported);
        names.addAll(exported);
        String name = names.iterator().next();
        List<String> aliases = names.stream().skip(1).toList();
        Optional<String> apart = OutOfScope.reason(module, name);
        if (apart.isPresent()) {
            return Optional.of(new Entry(name, aliases, Status.APART, apart.get()));
        }
        Optional<Class<?>> type = JavaTypes.of(module, name);
        if (type.isPresent()) {
            return Optional.of(
                    new Entry(name, aliases, Status.HERE, "`" + type.get().getName() + "`"));
        }
        Optional<Set<String>> options = codec(module, names);
        if (options.isEmpty()) {
            return Optional.of(new Entry(name, aliases, Status.ABSENT, OutOfScope.absence(name)));
        }
        Set<String> lacking = new TreeSet<>();
        if (!isFunctionOfClass(keras)) {
            keras.get("options").forEach(option -> lacking.add(option.asText()));
            lacking.removeAll(options.get());
            lacking.removeAll(JavaTypes.SHARED_OPTIONS.getOrDefault(module, Set.of()));
        }
        return Optional.of(new Entry(
                name, aliases, Status.HERE, lacking.isEmpty() ? "" : "without " + String.join(", ", lacking)));
    }

    private static boolean isFunctionOfClass(JsonNode keras) {
        return !keras.get("class").asBoolean();
    }

    /** Functions such as {@code keras.losses.huber} are here as the class, and losses are watched as metrics. */
    private Optional<Set<String>> codec(String module, Set<String> names) {
        Set<String> wanted = names.stream().map(KerasCoverage::plain).collect(Collectors.toSet());
        Predicate<String> isWanted = name -> wanted.contains(plain(name));
        List<String> modulesToAsk = module.equals("metrics") ? List.of("metrics", "losses") : List.of(module);
        for (String asked : modulesToAsk) {
            Optional<Set<String>> options = ours.getOrDefault(asked, Map.of()).entrySet().stream()
                    .filter(entry -> isWanted.test(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (options.isPresent()) {
                return options;
            }
        }
        return Optional.empty();
    }

    /** What the toolkit has in files and Keras has not. */
    private List<String> more(String module) {
        Set<String> known = modules.getOrDefault(module, List.of()).stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.name()), entry.aliases().stream()))
                .map(KerasCoverage::plain)
                .collect(Collectors.toSet());
        return ours.getOrDefault(module, Map.of()).keySet().stream()
                .filter(name -> !known.contains(plain(name)))
                .sorted()
                .toList();
    }

    private long count(String module, Status status) {
        return modules.getOrDefault(module, List.of()).stream()
                .filter(entry -> entry.status() == status)
                .count();
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
