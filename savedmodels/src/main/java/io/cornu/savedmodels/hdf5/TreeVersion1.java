package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;

/** Walks a version 1 B-tree, which lists the symbols of a group or the chunks of a dataset. */
final class TreeVersion1 {
    private static final int HEADER = 24;

    private final Hdf5File file;
    private final String where;
    private final int type;
    private final int keySize;

    TreeVersion1(Hdf5File file, String where, int type, int keySize) {
        this.file = file;
        this.where = where;
        this.type = type;
        this.keySize = keySize;
    }

    /** Takes what a leaf points to, with the key before it. */
    @FunctionalInterface
    interface Leaves {
        void visit(Cursor key, long address) throws MalformedFileException;
    }

    void visit(long root, Leaves leaves) throws MalformedFileException {
        visit(root, prefix(root).level, leaves);
    }

    private record Prefix(int level, int entries) {}

    private Prefix prefix(long address) throws MalformedFileException {
        Cursor node = file.at(where, address, HEADER);
        node.expect("TREE");
        int nodeType = node.u8();
        if (nodeType != type) {
            throw node.malformed("expected a B-tree of type " + type + ", received type " + nodeType + ".");
        }
        return new Prefix(node.u8(), node.u16());
    }

    /** Levels fall by one from node to node and start below 256, so the walk ends. */
    private void visit(long address, int level, Leaves leaves) throws MalformedFileException {
        file.step(where);
        Prefix prefix = prefix(address);
        if (prefix.level != level) {
            throw new MalformedFileException(
                    where, "expected a B-tree node of level " + level + ", received level " + prefix.level + ".");
        }
        Cursor entries = file.at(where, address + HEADER, (long) prefix.entries * (keySize + 8));
        for (int i = 0; i < prefix.entries; i++) {
            file.step(where);
            Cursor key = entries.take(keySize);
            long child = entries.address();
            if (level == 0) {
                leaves.visit(key, child);
            } else {
                visit(child, level - 1, leaves);
            }
        }
    }
}
