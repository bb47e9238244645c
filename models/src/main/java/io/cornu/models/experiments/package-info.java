/**
 * The studies of five courses on optimisation in deep learning, one file each, to be read beside the text:
 * {@link io.cornu.models.experiments.ExperimentCatalog} knows them by name.
 */
@NullMarked
package io.cornu.models.experiments;

import org.jspecify.annotations.NullMarked;
