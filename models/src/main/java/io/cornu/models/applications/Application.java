package io.cornu.models.applications;

import io.cornu.activations.Activation;
import io.cornu.data.ImagePreprocessing;
import io.cornu.model.Functional;
import java.util.Arrays;
import java.util.Optional;

/**
 * A network of {@code keras.applications} as a value: options with Keras' defaults, and the architecture that follows.
 * Its layers have Keras' names, so that weights that Keras trained fit.
 *
 * <pre>{@code
 * Architecture features = ResNet.resNet50().withInputShape(64, 64, 3).withTop(false).withPooling(AVERAGE).architecture();
 * Architecture digits = MobileNetV2.of().withInputShape(32, 32, 3).withClasses(10).architecture();
 * }</pre>
 *
 * <p>Weights come from files, see {@code KerasArchive} in the module savedmodels; nothing is downloaded.
 *
 * <p>Source: {@code keras.applications}, Keras 3.15.
 *
 * @param <A> the family
 */
public sealed interface Application<A extends Application<A>>
        permits DenseNet,
                EfficientNet,
                EfficientNetV2,
                InceptionResNetV2,
                InceptionV3,
                MobileNet,
                MobileNetV2,
                NASNet,
                ResNet,
                VGG,
                Xception {
    /**
     * The name of the function in Keras.
     *
     * @return such as {@code ResNet50}
     */
    String kerasName();

    /**
     * The options that all applications have.
     *
     * @return the options
     */
    ApplicationOptions options();

    /**
     * The same network with other options.
     *
     * @param options instead of its own
     * @return a copy
     */
    A withOptions(ApplicationOptions options);

    /**
     * The network.
     *
     * @return layers by Keras' names
     * @throws IllegalArgumentException if images of the wanted size are too small for it, or their size is unknown and
     *     the top needs it
     */
    Functional architecture();

    /**
     * What is done to the pixels of an image, 0 to 255, before the network takes them; Keras'
     * {@code preprocess_input}. Of a network that does it itself nothing, unless that is left out.
     *
     * @return the value
     */
    ImagePreprocessing preprocessing();

    /**
     * The same network under another name.
     *
     * @param name of the network
     * @return a copy
     */
    default A withName(String name) {
        return withOptions(options().withName(Optional.of(name)));
    }

    /**
     * The same network for images of another size.
     *
     * @param height of an image, -1 if unknown
     * @param width of an image, -1 if unknown
     * @param channels of an image, at least 1
     * @return a copy
     * @throws IllegalArgumentException if a number is 0 or below -1, or there are no channels
     */
    default A withInputShape(long height, long width, long channels) {
        return withOptions(options().withInputShape(Arrays.asList(height, width, channels)));
    }

    /**
     * The same network with or without the layers that tell classes apart.
     *
     * @param top whether it has them; Keras' {@code include_top}
     * @return a copy
     */
    default A withTop(boolean top) {
        return withOptions(options().withTop(top));
    }

    /**
     * The same network with something else made of the features where there is no top.
     *
     * @param pooling what becomes of them
     * @return a copy
     */
    default A withPooling(Pooling pooling) {
        return withOptions(options().withPooling(pooling));
    }

    /**
     * The same network for another number of classes.
     *
     * @param classes how many the top tells apart, at least 1
     * @return a copy
     * @throws IllegalArgumentException if it is below 1
     */
    default A withClasses(int classes) {
        return withOptions(options().withClasses(classes));
    }

    /**
     * The same network with another end of its top.
     *
     * @param activation such as {@code linear()} for logits
     * @return a copy
     */
    default A withClassifierActivation(Activation activation) {
        return withOptions(options().withClassifierActivation(activation));
    }
}
