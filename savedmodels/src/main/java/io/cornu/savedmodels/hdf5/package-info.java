/**
 * HDF5 files as Keras writes and reads them: a tree of {@link io.cornu.savedmodels.hdf5.Hdf5Group groups} and
 * {@link io.cornu.savedmodels.hdf5.Hdf5Dataset datasets} with attributes, read by
 * {@link io.cornu.savedmodels.hdf5.Hdf5Reader} and written by {@link io.cornu.savedmodels.hdf5.Hdf5Writer}.
 *
 * <p>Both speak the part of HDF5 that h5py uses for Keras, and refuse the rest by name: superblocks 0 to 3,
 * groups with symbol tables or links in their header, contiguous, compact and chunked data (with deflate,
 * shuffle and Fletcher-32), integers, floats, bfloat16, booleans, and strings in attributes. Links to elsewhere,
 * external storage and virtual datasets are refused, whatever they point at. Source: HDF5 File Format
 * Specification 3.0.
 *
 * <p>Which group holds which layer does not belong here.
 */
@NullMarked
package io.cornu.savedmodels.hdf5;

import org.jspecify.annotations.NullMarked;
