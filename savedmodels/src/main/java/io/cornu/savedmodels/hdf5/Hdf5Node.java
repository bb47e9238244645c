package io.cornu.savedmodels.hdf5;

import java.util.Map;

/** What a group holds: another {@link Hdf5Group} or an {@link Hdf5Dataset}. */
public sealed interface Hdf5Node permits Hdf5Group, Hdf5Dataset {
    /**
     * The attributes.
     *
     * @return values by name, in order, unmodifiable
     */
    Map<String, Hdf5Attribute> attributes();
}
