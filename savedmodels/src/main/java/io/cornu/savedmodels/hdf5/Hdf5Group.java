package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder in an HDF5 file: groups and datasets by name, and attributes.
 *
 * <p>The methods that name what must be there ({@link #group}, {@link #dataset}, {@link #text}, ...) throw a
 * {@link MalformedFileException} that tells the place and what is there instead; the {@code find} methods
 * return empty.
 *
 * <pre>{@code
 * Array kernel = root.group("layers").group("dense").group("vars").dataset("0").array();
 * Hdf5Group file = Hdf5Group.builder()
 *         .group("vars", Hdf5Group.builder().text("name", "dense").array("0", kernel).build())
 *         .build();
 * }</pre>
 *
 * <p>Immutable. Two groups are equal if their children and attributes are, wherever they lie.
 */
public final class Hdf5Group implements Hdf5Node {
    private static final int MAX_NAMES_SHOWN = 10;

    private final String location;
    private final Map<String, Hdf5Attribute> attributes;
    private final Map<String, Hdf5Node> children;

    Hdf5Group(String location, Map<String, Hdf5Attribute> attributes, Map<String, Hdf5Node> children) {
        this.location = location;
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        this.children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    }

    /**
     * A builder for a group to be written.
     *
     * @return an empty builder
     */
    public static Hdf5GroupBuilder builder() {
        return new Hdf5GroupBuilder("HDF5 group");
    }

    static Hdf5GroupBuilder builder(String location) {
        return new Hdf5GroupBuilder(location);
    }

    /**
     * Where the group lies, for errors about its content.
     *
     * @return such as {@code model.h5:/model_weights/dense}
     */
    public String location() {
        return location;
    }

    @Override
    public Map<String, Hdf5Attribute> attributes() {
        return attributes;
    }

    /**
     * Groups and datasets.
     *
     * @return nodes by name, in the order they were added; HDF5 files of Keras order names as text, so "10"
     *     comes before "2"
     */
    public Map<String, Hdf5Node> children() {
        return children;
    }

    /**
     * The child groups.
     *
     * @return groups by name, in the order of {@link #children}
     */
    public Map<String, Hdf5Group> groups() {
        return childrenOf(Hdf5Group.class);
    }

    /**
     * The datasets.
     *
     * @return datasets by name, in the order of {@link #children}
     */
    public Map<String, Hdf5Dataset> datasets() {
        return childrenOf(Hdf5Dataset.class);
    }

    /**
     * Looks for a group.
     *
     * @param name its name, not a path
     * @return the group, or empty if there is none of that name
     */
    public Optional<Hdf5Group> findGroup(String name) {
        return Optional.ofNullable(children.get(name)).map(node -> node instanceof Hdf5Group group ? group : null);
    }

    /**
     * A group that must be there.
     *
     * @param name its name, not a path
     * @return the group
     * @throws MalformedFileException if there is none of that name
     */
    public Hdf5Group group(String name) throws MalformedFileException {
        return findGroup(name)
                .orElseThrow(
                        () -> missing("group", name, groups().keySet().stream().toList()));
    }

    /**
     * Looks for a dataset.
     *
     * @param name its name, not a path
     * @return the dataset, or empty if there is none of that name
     */
    public Optional<Hdf5Dataset> findDataset(String name) {
        return Optional.ofNullable(children.get(name)).map(node -> node instanceof Hdf5Dataset set ? set : null);
    }

    /**
     * A dataset that must be there.
     *
     * @param name its name, not a path
     * @return the dataset
     * @throws MalformedFileException if there is none of that name
     */
    public Hdf5Dataset dataset(String name) throws MalformedFileException {
        return findDataset(name)
                .orElseThrow(() ->
                        missing("dataset", name, datasets().keySet().stream().toList()));
    }

    /**
     * Looks for an attribute that is a text.
     *
     * @param name its name
     * @return the text, or empty if there is none of that name and kind
     */
    public Optional<String> findText(String name) {
        return attributes.get(name) instanceof Hdf5Attribute.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /**
     * An attribute that must be there and be a text.
     *
     * @param name its name
     * @return the text
     * @throws MalformedFileException if there is none of that name and kind
     */
    public String text(String name) throws MalformedFileException {
        return findText(name).orElseThrow(() -> missingAttribute("text", name));
    }

    /**
     * Looks for an attribute that is a list of texts. A list too long for one attribute is split by Keras, and
     * by {@link Hdf5Writer}, into {@code name0, name1, ...}, and joined again here.
     *
     * @param name its name, without a number
     * @return the texts, or empty if there is none of that name and kind
     */
    public Optional<List<String>> findTexts(String name) {
        Optional<List<String>> whole = listOfTexts(name);
        if (whole.isPresent()) {
            return whole;
        }
        List<String> joined = new ArrayList<>();
        int part = 0;
        for (Optional<List<String>> texts = listOfTexts(name + part); texts.isPresent(); ) {
            joined.addAll(texts.get());
            part++;
            texts = listOfTexts(name + part);
        }
        return part == 0 ? Optional.empty() : Optional.of(List.copyOf(joined));
    }

    /**
     * An attribute that must be there and be a list of texts, split or not.
     *
     * @param name its name, without a number
     * @return the texts
     * @throws MalformedFileException if there is none of that name and kind
     */
    public List<String> texts(String name) throws MalformedFileException {
        return findTexts(name).orElseThrow(() -> missingAttribute("list of texts", name));
    }

    /**
     * Looks for an attribute that holds numbers.
     *
     * @param name its name
     * @return the numbers, or empty if there is none of that name and kind
     */
    public Optional<Array> findNumbers(String name) {
        return attributes.get(name) instanceof Hdf5Attribute.Numbers numbers
                ? Optional.of(numbers.value())
                : Optional.empty();
    }

    private Optional<List<String>> listOfTexts(String name) {
        Hdf5Attribute attribute = attributes.get(name);
        if (attribute instanceof Hdf5Attribute.Texts texts) {
            return Optional.of(texts.values());
        }
        // NumPy gives an empty list the type float64, and so does Keras.
        boolean empty = attribute instanceof Hdf5Attribute.Numbers numbers
                && numbers.value().size() == 0;
        return empty ? Optional.of(List.of()) : Optional.empty();
    }

    private <T extends Hdf5Node> Map<String, T> childrenOf(Class<T> kind) {
        Map<String, T> chosen = new LinkedHashMap<>();
        children.forEach((name, node) -> {
            if (kind.isInstance(node)) {
                chosen.put(name, kind.cast(node));
            }
        });
        return Collections.unmodifiableMap(chosen);
    }

    private MalformedFileException missingAttribute(String kind, String name) {
        return missing(
                "attribute with a " + kind, name, attributes.keySet().stream().toList());
    }

    private MalformedFileException missing(String kind, String name, List<String> present) {
        List<String> shown = present.subList(0, Math.min(present.size(), MAX_NAMES_SHOWN));
        String more = present.size() > shown.size() ? " and " + (present.size() - shown.size()) + " more" : "";
        return new MalformedFileException(
                location, "expected " + kind + " '" + name + "', received " + shown + more + ".");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hdf5Group group
                && attributes.equals(group.attributes)
                && children.equals(group.children);
    }

    @Override
    public int hashCode() {
        return 31 * attributes.hashCode() + children.hashCode();
    }

    /** The place and what is directly inside, without the numbers. */
    @Override
    public String toString() {
        return location + children.keySet();
    }
}
