package io.cornu.plots;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.commands.AffineTransformCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.CreateCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DisposeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawStringCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetFontCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetTransformCommand;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where the texts of a figure lie, whoever draws them.
 *
 * @param text what is written
 * @param box the room that its letters take
 */
record TextBoxes(String text, Rectangle2D box) {
    private record State(AffineTransform transform, Font font) {}

    static List<TextBoxes> of(Figure figure) {
        VectorGraphics2D graphics = new VectorGraphics2D();
        FigureFiles.draw(figure, graphics);
        List<TextBoxes> boxes = new ArrayList<>();
        Deque<State> states = new ArrayDeque<>();
        State now = new State(new AffineTransform(), new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        Graphics2D measuring = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        for (Command<?> command : graphics.getCommands()) {
            if (command instanceof CreateCommand) {
                states.push(now);
            } else if (command instanceof DisposeCommand) {
                now = states.isEmpty() ? now : states.pop();
            } else if (command instanceof SetFontCommand font) {
                now = new State(now.transform(), font.getValue());
            } else if (command instanceof SetTransformCommand set) {
                now = new State(new AffineTransform(set.getValue()), now.font());
            } else if (command instanceof AffineTransformCommand change) {
                AffineTransform transform = new AffineTransform(now.transform());
                transform.concatenate(change.getValue());
                now = new State(transform, now.font());
            } else if (command instanceof DrawStringCommand string && !string.getValue().isBlank()) {
                FontMetrics metrics = measuring.getFontMetrics(now.font());
                // Letters without the room above and below them.
                double height = now.font().getSize2D() * .72;
                Rectangle2D box = new Rectangle2D.Double(
                        string.getX(), string.getY() - height, metrics.stringWidth(string.getValue()), height);
                boxes.add(new TextBoxes(
                        string.getValue(), now.transform().createTransformedShape(box).getBounds2D()));
            }
        }
        return boxes;
    }
}
