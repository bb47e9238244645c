package io.cornu.savedmodels.keras;

import io.cornu.layers.Layer;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** What stands in a model's list of layers: a layer, or a model. */
interface LayerPart {
    String name();

    /** How messages speak of it. */
    String title();

    boolean isInput();

    /** Whether it is an operation of Keras, which is no layer there. */
    boolean isOperation();

    CallForm callForm();

    /** By which names a call may give its tensors; empty where a dictionary is none of its forms. */
    List<String> inputKeys();

    /**
     * The layer under its name, always the same.
     *
     * @param inputs the shapes of what it is first called on, where a model without an input says none itself
     */
    Layer layer(List<Shape> inputs);

    /** How many calls of layers one call of it is. */
    long calls();
}
