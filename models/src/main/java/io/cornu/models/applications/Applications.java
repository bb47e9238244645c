package io.cornu.models.applications;

import io.cornu.text.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The networks of {@code keras.applications} by name. */
public final class Applications {
    private static final Map<String, Application<?>> BY_NAME = byName();

    private Applications() {}

    /**
     * All of them.
     *
     * @return with Keras' defaults, family by family, each from small to large
     */
    public static List<Application<?>> all() {
        return List.copyOf(BY_NAME.values());
    }

    /**
     * The names.
     *
     * @return Keras' in lower case, such as {@code resnet50}, in the order of {@link #all}
     */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * A network by its name.
     *
     * @param name Keras' in any case, such as {@code ResNet50} or {@code efficientnetv2b0}
     * @return with Keras' defaults
     * @throws IllegalArgumentException if there is none of that name, suggesting one
     */
    public static Application<?> of(String name) {
        Application<?> found = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalArgumentException("application: expected the name of one in Keras, received '" + name
                    + "'. " + Names.suggestion(name.toLowerCase(Locale.ROOT), BY_NAME.keySet()));
        }
        return found;
    }

    private static Map<String, Application<?>> byName() {
        Map<String, Application<?>> byName = new LinkedHashMap<>();
        Stream.<Stream<? extends Application<?>>>of(
                        Stream.of(VGG.vgg16(), VGG.vgg19()),
                        Stream.of(ResNet.resNet50(), ResNet.resNet101(), ResNet.resNet152()),
                        Stream.of(ResNet.resNet50V2(), ResNet.resNet101V2(), ResNet.resNet152V2()),
                        Stream.of(InceptionV3.of(), InceptionResNetV2.of(), Xception.of()),
                        Stream.of(MobileNet.of(), MobileNetV2.of()),
                        Stream.of(DenseNet.denseNet121(), DenseNet.denseNet169(), DenseNet.denseNet201()),
                        Stream.of(NASNet.mobile(), NASNet.large()),
                        IntStream.rangeClosed(0, 7).mapToObj(EfficientNet::b),
                        IntStream.rangeClosed(0, 3).mapToObj(EfficientNetV2::b),
                        Stream.of(EfficientNetV2.s(), EfficientNetV2.m(), EfficientNetV2.l()))
                .flatMap(family -> family)
                .forEach(network -> byName.put(network.kerasName().toLowerCase(Locale.ROOT), network));
        return byName;
    }
}
