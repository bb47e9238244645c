package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a group holds; a name given twice is an error. */
public final class Hdf5GroupBuilder {
    private final String location;
    private final Map<String, Hdf5Attribute> attributes = new LinkedHashMap<>();
    private final Map<String, Hdf5Node> children = new LinkedHashMap<>();

    Hdf5GroupBuilder(String location) {
        this.location = location;
    }

    /**
     * Adds a text as attribute.
     *
     * @param name the attribute's name
     * @param value the text, of any length
     * @return this builder
     * @throws IllegalArgumentException if the name is taken or no name
     */
    public Hdf5GroupBuilder text(String name, String value) {
        return attribute(name, new Hdf5Attribute.Text(value));
    }

    /**
     * Adds a list of texts as attribute.
     *
     * @param name the attribute's name
     * @param values the texts, any number of them
     * @return this builder
     * @throws IllegalArgumentException if the name is taken or no name
     */
    public Hdf5GroupBuilder texts(String name, List<String> values) {
        return attribute(name, new Hdf5Attribute.Texts(values));
    }

    /**
     * Adds an attribute.
     *
     * @param name the attribute's name
     * @param value the value
     * @return this builder
     * @throws IllegalArgumentException if the name is taken or no name
     */
    public Hdf5GroupBuilder attribute(String name, Hdf5Attribute value) {
        Hdf5Names.checkAttribute(name);
        if (attributes.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException(
                    location + ": expected every attribute once, received '" + name + "' twice.");
        }
        return this;
    }

    /**
     * Adds a group.
     *
     * @param name the group's name
     * @param group the group
     * @return this builder
     * @throws IllegalArgumentException if the name is taken or no name
     */
    public Hdf5GroupBuilder group(String name, Hdf5Group group) {
        return node(name, group);
    }

    /**
     * Adds a dataset without attributes.
     *
     * @param name the dataset's name
     * @param array the numbers
     * @return this builder
     * @throws IllegalArgumentException if the name is taken or no name
     */
    public Hdf5GroupBuilder array(String name, Array array) {
        return node(name, Hdf5Dataset.of(array));
    }

    /**
     * Adds a group or a dataset.
     *
     * @param name the name: not empty, without slash and NUL, up to 1024 characters
     * @param node the node
     * @return this builder
     * @throws IllegalArgumentException if the name is taken or no name
     */
    public Hdf5GroupBuilder node(String name, Hdf5Node node) {
        if (!Hdf5Names.isChild(name)) {
            throw new IllegalArgumentException(
                    location + ": expected a name without '/', received '" + name + "'. Nest groups for a path.");
        }
        if (children.putIfAbsent(name, node) != null) {
            throw new IllegalArgumentException(
                    location + ": expected every child once, received '" + name + "' twice.");
        }
        return this;
    }

    /**
     * The group collected so far.
     *
     * @return an immutable group
     */
    public Hdf5Group build() {
        return new Hdf5Group(location, attributes, children);
    }
}
