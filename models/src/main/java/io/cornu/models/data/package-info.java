/**
 * Data by name: {@link io.cornu.models.data.DataCatalog} finds, downloads and checks the known data sets;
 * {@link io.cornu.models.data.DataSource} reads whatever a user names on the command line.
 *
 * <p>File formats themselves are read by {@code io.cornu.data}.
 */
@NullMarked
package io.cornu.models.data;

import org.jspecify.annotations.NullMarked;
