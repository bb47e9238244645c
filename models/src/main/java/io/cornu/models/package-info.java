/**
 * Architectures by name: one file an architecture, and {@link io.cornu.models.ArchitectureCatalog} to find them.
 */
@NullMarked
package io.cornu.models;

import org.jspecify.annotations.NullMarked;
