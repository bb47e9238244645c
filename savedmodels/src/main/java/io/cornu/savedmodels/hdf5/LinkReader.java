package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.Optional;

/** Finds the children of a group: in a symbol table (the older form) or in link messages (the newer). */
final class LinkReader {
    private static final int GROUP_TREE = 0;
    private static final int SYMBOL_ENTRY = 40;
    private static final int CACHED_SOFT_LINK = 2;

    private static final int LINK_SOFT = 1;
    private static final int LINK_EXTERNAL = 64;

    private final Hdf5File file;

    LinkReader(Hdf5File file) {
        this.file = file;
    }

    /** Takes a child's name and the address of its header. */
    @FunctionalInterface
    interface Children {
        void add(String name, long address) throws MalformedFileException;
    }

    void read(ObjectHeader header, Children children) throws MalformedFileException {
        Optional<Cursor> symbolTable = header.find(MessageType.SYMBOL_TABLE);
        if (symbolTable.isPresent()) {
            readSymbolTable(symbolTable.get(), children);
        }
        for (Cursor info : header.all(MessageType.LINK_INFO)) {
            refuseDense(info);
        }
        for (Cursor link : header.all(MessageType.LINK)) {
            readLink(link, children);
        }
    }

    private static void refuseDense(Cursor info) throws MalformedFileException {
        info.expectVersion("link information", 0, 0);
        int flags = info.u8();
        info.skip((flags & 1) != 0 ? 8 : 0);
        if (info.address() != Cursor.UNDEFINED) {
            throw info.malformed("expected links in the header, received them in a fractal heap."
                    + " Save it again with names in ASCII and h5py's default libver.");
        }
    }

    private static void readLink(Cursor link, Children children) throws MalformedFileException {
        link.expectVersion("a link", 1, 1);
        int flags = link.u8();
        int type = (flags & 8) != 0 ? link.u8() : 0;
        link.skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        String name = link.take(link.unsigned(1 << (flags & 3))).text();
        if (type != 0) {
            throw refused(link, name, type);
        }
        children.add(name, link.address());
    }

    private static MalformedFileException refused(Cursor cursor, String name, int type) {
        String kind =
                switch (type) {
                    case LINK_SOFT -> "a soft link";
                    case LINK_EXTERNAL -> "an external link";
                    default -> "a link of type " + type;
                };
        return cursor.malformed("expected a group or a dataset as '" + name + "', received " + kind
                + ". Links are not followed; copy what it points to.");
    }

    private void readSymbolTable(Cursor message, Children children) throws MalformedFileException {
        String where = message.where();
        long tree = message.address();
        Cursor heap = file.at(where, message.address(), 32);
        heap.expect("HEAP");
        heap.expectVersion("a local heap", 0, 0);
        long size = heap.skip(3).size();
        heap.skip(8);
        Cursor names = file.at(where, heap.address(), size);
        new TreeVersion1(file, where, GROUP_TREE, 8)
                .visit(tree, (key, node) -> readSymbols(where, names, node, children));
    }

    private void readSymbols(String where, Cursor names, long address, Children children)
            throws MalformedFileException {
        Cursor node = file.at(where, address, 8);
        node.expect("SNOD");
        node.expectVersion("a symbol table node", 1, 1);
        int count = node.skip(1).u16();
        Cursor entries = file.at(where, address + 8, (long) count * SYMBOL_ENTRY);
        for (int i = 0; i < count; i++) {
            file.step(where);
            Cursor entry = entries.take(SYMBOL_ENTRY);
            long nameAt = entry.size();
            long header = entry.address();
            String name = new Cursor(where, names.rest())
                    .skip((int) Math.min(nameAt, Integer.MAX_VALUE))
                    .text(Hdf5Names.MAX_LENGTH);
            if (entry.u32() == CACHED_SOFT_LINK) {
                throw refused(entry, name, LINK_SOFT);
            }
            children.add(name, header);
        }
    }
}
