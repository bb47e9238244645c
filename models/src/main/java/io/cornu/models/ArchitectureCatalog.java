package io.cornu.models;

import io.cornu.model.Architecture;
import io.cornu.models.applications.Application;
import io.cornu.models.applications.Applications;
import io.cornu.text.Arguments;
import io.cornu.text.Names;
import io.cornu.text.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.ndarray.Shape;

/** Architectures that can be asked for by name: those of the course, and all of {@link Applications}. */
public final class ArchitectureCatalog {
    private static final Map<String, Entry> ENTRIES = entries();

    private ArchitectureCatalog() {}

    /**
     * What can be asked for.
     *
     * @param name the name
     * @param summary a sentence about it
     * @param build from the shape of an example and the number of classes
     */
    private record Entry(String name, String summary, BiFunction<Shape, Integer, Architecture> build) {}

    /**
     * The names, each with a sentence.
     *
     * @return in the order of the catalog
     */
    public static Map<String, String> summaries() {
        Map<String, String> summaries = new LinkedHashMap<>();
        ENTRIES.values().forEach(entry -> summaries.put(entry.name(), entry.summary()));
        return summaries;
    }

    /**
     * The names.
     *
     * @return in the order of the catalog
     */
    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /**
     * An architecture for some data.
     *
     * @param name one of {@link #names}
     * @param example the shape of an example, such as (28, 28, 1)
     * @param classes how many classes to tell apart, at least 2
     * @return the architecture
     * @throws IllegalArgumentException if there is none of that name, suggesting one, or it cannot take such examples
     */
    public static Architecture get(String name, Shape example, int classes) {
        Entry entry = ENTRIES.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("architecture: expected a name of the catalog, received '" + name + "'. "
                    + Names.suggestion(name, ENTRIES.keySet()));
        }
        return entry.build().apply(example, classes);
    }

    private static Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Entry entry : List.of(
                new Entry(
                        "base-cnn",
                        "the course's network: two convolutions with batch normalization, dropout, two dense layers",
                        BaseCnn::of),
                new Entry("mlp", "one hidden layer of 128 units over flattened examples", Mlp::of))) {
            entries.put(entry.name(), entry);
        }
        for (Application<?> application : Applications.all()) {
            String name = application.kerasName().toLowerCase(Locale.ROOT);
            String summary = "Keras' " + application.kerasName() + ", for images of at least "
                    + application.minimumSize() + " x " + application.minimumSize();
            entries.put(
                    name, new Entry(name, summary, (example, classes) -> built(name, application, example, classes)));
        }
        return entries;
    }

    private static Architecture built(String name, Application<?> application, Shape example, int classes) {
        Arguments.require(
                example.numDimensions() == 3,
                name,
                "examples must be images of height, width and channels",
                Shapes.text(example));
        return application
                .withInputShape(example.get(0), example.get(1), example.get(2))
                .withClasses(classes)
                .architecture();
    }
}
