package io.cornu.models;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;

import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import org.tensorflow.ndarray.Shape;

/** The base network of the course on optimisation (Deep Learning IndabaX Ghana 2025), there for CIFAR-10. */
public final class BaseCnn {
    private BaseCnn() {}

    /**
     * The network for images of some size.
     *
     * @param image height, width and channels, the first two at least 2
     * @param classes how many classes to tell apart, at least 2
     * @return the architecture
     * @throws IllegalArgumentException if the examples are no images
     */
    public static Architecture of(Shape image, int classes) {
        return Sequential.of(
                Input.of(image.asArray()),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(.25),
                Flatten.of(),
                Dense.of(128).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(.5),
                Dense.of(classes).withActivation(softmax()));
    }
}
