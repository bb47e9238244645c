package io.cornu.savedmodels.hdf5;

/** Which names groups, datasets and attributes may have. */
final class Hdf5Names {
    static final int MAX_LENGTH = 1024;

    private Hdf5Names() {}

    static boolean isAttribute(String name) {
        return !name.isEmpty() && name.length() <= MAX_LENGTH && name.indexOf('\0') < 0;
    }

    /** A child's name is one step of a path. */
    static boolean isChild(String name) {
        return isAttribute(name) && name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
    }

    static void checkAttribute(String name) {
        if (!isAttribute(name)) {
            throw new IllegalArgumentException("HDF5: expected an attribute name of 1 to " + MAX_LENGTH
                    + " characters without NUL, received '" + name + "'.");
        }
    }
}
