package io.cornu.plots;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes animated GIFs: the first frame whole, of the others only the rectangle that differs from what is seen. */
final class GifFile {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private GifFile() {}

    static void write(Animation animation, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            List<Figure> frames = animation.frames();
            Frames drawn = new Frames();
            BufferedImage seen = null;
            for (int i = 0; i < frames.size(); i++) {
                int lasting = 1;
                while (i + 1 < frames.size() && frames.get(i + 1).equals(frames.get(i))) {
                    lasting++;
                    i++;
                }
                BufferedImage image = drawn.image(frames.get(i));
                Rectangle part = seen == null ? new Rectangle(image.getWidth(), image.getHeight()) : change(seen, image);
                BufferedImage cut = image.getSubimage(part.x, part.y, part.width, part.height);
                int hundredths = (int) Math.round(100 * animation.frameSeconds() * lasting);
                writer.writeToSequence(new IIOImage(cut, null, metadata(writer, cut, part, hundredths)), null);
                seen = image;
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    /** Draws what lies under the paths of a contour plot only once. */
    private static final class Frames {
        private @Nullable ContourPlot under;
        private @Nullable AxesFrame axes;
        private @Nullable BufferedImage background;

        BufferedImage image(Figure figure) throws IOException {
            if (!(figure instanceof ContourPlot plot)) {
                return FigureFiles.image(figure, 1);
            }
            ContourPlot without = plot.withPaths(plot.paths().stream()
                    .map(path -> new LineChart.Series(path.name(), List.of(), List.of()))
                    .toList());
            BufferedImage image = new BufferedImage(plot.width(), plot.height(), BufferedImage.TYPE_INT_RGB);
            AxesFrame[] frame = {axes};
            if (!without.equals(under)) {
                BufferedImage fresh = new BufferedImage(plot.width(), plot.height(), BufferedImage.TYPE_INT_RGB);
                FigureFiles.onto(fresh, 1, graphics -> {
                    graphics.setColor(Color.WHITE);
                    graphics.fillRect(0, 0, plot.width(), plot.height());
                    frame[0] = ContourDrawing.paintWithoutPaths(plot, graphics);
                });
                under = without;
                axes = frame[0];
                background = fresh;
            }
            BufferedImage below = background;
            FigureFiles.onto(image, 1, graphics -> {
                graphics.drawImage(below, 0, 0, null);
                ContourDrawing.paintPaths(plot, graphics, Objects.requireNonNull(frame[0]));
            });
            return image;
        }
    }

    /** The smallest rectangle with all that differs; one pixel if nothing does. */
    private static Rectangle change(BufferedImage before, BufferedImage after) {
        int left = after.getWidth();
        int top = after.getHeight();
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < after.getHeight(); y++) {
            for (int x = 0; x < after.getWidth(); x++) {
                if (before.getRGB(x, y) != after.getRGB(x, y)) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return right < 0 ? new Rectangle(1, 1) : new Rectangle(left, top, right - left + 1, bottom - top + 1);
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, Rectangle part, int hundredths)
            throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        IIOMetadataNode place = child(root, "ImageDescriptor");
        place.setAttribute("imageLeftPosition", Integer.toString(part.x));
        place.setAttribute("imageTopPosition", Integer.toString(part.y));
        place.setAttribute("imageWidth", Integer.toString(part.width));
        place.setAttribute("imageHeight", Integer.toString(part.height));
        place.setAttribute("interlaceFlag", "FALSE");
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        control.setAttribute("transparentColorIndex", "0");
        IIOMetadataNode extension = child(child(root, "ApplicationExtensions"), "ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        // Again without end.
        extension.setUserObject(new byte[] {1, 0, 0});
        metadata.mergeTree(FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        parent.appendChild(node);
        return node;
    }
}
