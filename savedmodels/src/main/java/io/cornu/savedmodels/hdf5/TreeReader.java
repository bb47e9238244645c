package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a group with everything inside. */
final class TreeReader {
    /** What a child's name takes in memory beside its characters. */
    private static final int LINK_COST = 64;

    private final Hdf5File file;
    private final AttributeReader attributes;
    private final LinkReader links;
    private final DatasetReader datasets;

    TreeReader(Hdf5File file) {
        this.file = file;
        this.attributes = new AttributeReader(file);
        this.links = new LinkReader(file);
        this.datasets = new DatasetReader(file);
    }

    Hdf5Group root(long address) throws MalformedFileException {
        if (node(file.name() + ":/", address, 0) instanceof Hdf5Group group) {
            return group;
        }
        throw new MalformedFileException(file.name(), "expected a group at the root, received a dataset.");
    }

    private Hdf5Node node(String where, long address, int depth) throws MalformedFileException {
        if (depth > file.limits().maxDepth()) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + file.limits().maxDepth()
                            + " groups inside one another, received more. Raise ReadLimits.maxDepth if you trust the file.");
        }
        file.enter(where, address);
        ObjectHeader header = ObjectHeader.read(file, where, address);
        Map<String, Hdf5Attribute> values = attributes.read(header);
        if (header.has(MessageType.LAYOUT)) {
            return datasets.read(header, values);
        }
        boolean isGroup = header.has(MessageType.SYMBOL_TABLE)
                || header.has(MessageType.LINK_INFO)
                || header.has(MessageType.LINK)
                || header.has(MessageType.GROUP_INFO);
        if (!isGroup) {
            throw new MalformedFileException(where, "expected a group or a dataset, received another object.");
        }
        Hdf5GroupBuilder group = Hdf5Group.builder(where);
        values.forEach(group::attribute);
        String prefix = where.endsWith("/") ? where : where + "/";
        for (Map.Entry<String, Long> link : links(header).entrySet()) {
            group.node(link.getKey(), node(prefix + link.getKey(), link.getValue(), depth + 1));
        }
        return group.build();
    }

    private Map<String, Long> links(ObjectHeader header) throws MalformedFileException {
        Map<String, Long> found = new LinkedHashMap<>();
        links.read(header, (name, address) -> {
            if (!Hdf5Names.isChild(name)) {
                throw new MalformedFileException(
                        header.where(),
                        "expected names without '/', received one of " + name.length() + " characters that is none.");
            }
            file.checkCount(header.where(), found.size());
            file.useText(header.where(), LINK_COST + name.length());
            if (found.put(name, address) != null) {
                throw new MalformedFileException(
                        header.where(), "expected every name once, received '" + name + "' twice.");
            }
        });
        return found;
    }
}
