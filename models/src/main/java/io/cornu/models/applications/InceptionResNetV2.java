package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.models.applications.InceptionNet.filtered;
import static io.cornu.models.applications.InceptionNet.reducing;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.CustomScaleLayer;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;

/**
 * Branches of filters of several sizes side by side, added to their input after shrinking (Szegedy et al. 2016).
 *
 * <p>Images of at least 75 x 75; by default 299 x 299.
 *
 * <p>Source: {@code keras.applications.InceptionResNetV2}, Keras 3.15.
 *
 * @param options classes, size of the images and the like
 */
public record InceptionResNetV2(ApplicationOptions options) implements Application<InceptionResNetV2> {
    /**
     * The network of the paper.
     *
     * @return with Keras' defaults
     */
    public static InceptionResNetV2 of() {
        return new InceptionResNetV2(ApplicationOptions.defaults());
    }

    @Override
    public String kerasName() {
        return "InceptionResNetV2";
    }

    @Override
    public InceptionResNetV2 withOptions(ApplicationOptions other) {
        return new InceptionResNetV2(other);
    }

    @Override
    public int minimumSize() {
        return 75;
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName(), options, 299, minimumSize());
        Node x = InceptionNet.begin(net);
        x = stem(net, x);
        for (int i = 1; i <= 10; i++) {
            x = activated(net, "block35_" + i, small(net, "block35_" + i, x));
        }
        x = firstReduction(net, x);
        for (int i = 1; i <= 20; i++) {
            x = activated(net, "block17_" + i, middle(net, "block17_" + i, x));
        }
        x = secondReduction(net, x);
        for (int i = 1; i <= 9; i++) {
            x = activated(net, "block8_" + i, large(net, "block8_" + i, .2, x));
        }
        x = large(net, "block8_10", 1, x);
        x = net.add("conv_7b", Conv2D.of(1536, 1).withPadding(SAME).withUseBias(false), x);
        x = net.add("conv_7b_bn", InceptionNet.NORMALIZATION, x);
        x = activated(net, "conv_7b", x);
        return net.finish(
                "inception_resnet_v2",
                options.top() ? net.classes(net.add("avg_pool", GlobalAveragePooling2D.of(), x)) : net.pooled(x));
    }

    private static Node stem(Net net, Node x) {
        Node one = filtered(net, 96, 1, 1, x);
        Node five = filtered(net, 64, 5, 5, filtered(net, 48, 1, 1, x));
        Node three = filtered(net, 96, 3, 3, filtered(net, 96, 3, 3, filtered(net, 64, 1, 1, x)));
        Node pool = net.add(AveragePooling2D.of(3).withStrides(1).withPadding(SAME), x);
        return net.add("mixed_5b", Concatenate.of(3), one, five, three, filtered(net, 64, 1, 1, pool));
    }

    private static Node small(Net net, String name, Node x) {
        Node one = filtered(net, 32, 1, 1, x);
        Node three = filtered(net, 32, 3, 3, filtered(net, 32, 1, 1, x));
        Node twice = filtered(net, 64, 3, 3, filtered(net, 48, 3, 3, filtered(net, 32, 1, 1, x)));
        return added(net, name, .17, x, one, three, twice);
    }

    private static Node middle(Net net, String name, Node x) {
        Node one = filtered(net, 192, 1, 1, x);
        Node seven = filtered(net, 192, 7, 1, filtered(net, 160, 1, 7, filtered(net, 128, 1, 1, x)));
        return added(net, name, .1, x, one, seven);
    }

    private static Node large(Net net, String name, double scale, Node x) {
        Node one = filtered(net, 192, 1, 1, x);
        Node three = filtered(net, 256, 3, 1, filtered(net, 224, 1, 3, filtered(net, 192, 1, 1, x)));
        return added(net, name, scale, x, one, three);
    }

    private static Node firstReduction(Net net, Node x) {
        Node three = reducing(net, 384, x);
        Node twice = reducing(net, 384, filtered(net, 256, 3, 3, filtered(net, 256, 1, 1, x)));
        Node pool = net.add(MaxPooling2D.of(3).withStrides(2), x);
        return net.add("mixed_6a", Concatenate.of(3), three, twice, pool);
    }

    private static Node secondReduction(Net net, Node x) {
        Node first = reducing(net, 384, filtered(net, 256, 1, 1, x));
        Node second = reducing(net, 288, filtered(net, 256, 1, 1, x));
        Node third = reducing(net, 320, filtered(net, 288, 3, 3, filtered(net, 256, 1, 1, x)));
        Node pool = net.add(MaxPooling2D.of(3).withStrides(2), x);
        return net.add("mixed_7a", Concatenate.of(3), first, second, third, pool);
    }

    /** A share of what the branches found, added to what they were given. */
    private static Node added(Net net, String name, double scale, Node x, Node... branches) {
        Node mixed = net.add(name + "_mixed", Concatenate.of(3), branches);
        Node found = net.add(name + "_conv", Conv2D.of(Net.channels(x), 1).withPadding(SAME), mixed);
        return net.add(CustomScaleLayer.of(scale), x, found);
    }

    private static Node activated(Net net, String name, Node x) {
        return net.activation(name + "_ac", relu(), x);
    }
}
