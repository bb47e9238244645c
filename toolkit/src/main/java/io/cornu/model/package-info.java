/**
 * From layers to trained weights: {@link io.cornu.model.Sequential} or {@link io.cornu.model.Functional} describe a
 * network, {@link io.cornu.model.Model} holds its weights, {@link io.cornu.model.CompiledModel} trains it.
 */
@NullMarked
package io.cornu.model;

import org.jspecify.annotations.NullMarked;
