/**
 * The door for services: models that answer many threads, and are exchanged without a pause.
 *
 * <p>{@link io.cornu.savedmodels.serving.Predictor} opens a file and predicts; {@link
 * io.cornu.savedmodels.serving.ReloadablePredictor} replaces the model under load. Transport (HTTP, gRPC) does not
 * belong here.
 */
@NullMarked
package io.cornu.savedmodels.serving;

import org.jspecify.annotations.NullMarked;
