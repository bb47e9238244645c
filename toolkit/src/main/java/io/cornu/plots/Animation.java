package io.cornu.plots;

import io.cornu.data.AtomicFiles;
import io.cornu.plots.LineChart.Series;
import io.cornu.text.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures one after another, over and over.
 *
 * <pre>{@code
 * Animation.of(plot, 60).writeGif(Path.of("descent.gif"));
 * }</pre>
 *
 * @param frames the figures, at least one and at most 1,000, all of the same size
 * @param frameSeconds how long each is seen, 0.02 to 10; 0.1 by default
 */
public record Animation(List<Figure> frames, double frameSeconds) {
    private static final int MOST_FRAMES = 1000;
    private static final double DEFAULT_SECONDS = 0.1;

    /**
     * Checks the frames.
     *
     * @throws IllegalArgumentException if there are none or more than 1,000, their sizes differ, or the time is out of
     *     range
     */
    public Animation {
        frames = List.copyOf(frames);
        Arguments.require(
                !frames.isEmpty() && frames.size() <= MOST_FRAMES,
                "Animation",
                "frames must be 1 to 1000",
                frames.size());
        Figure first = frames.get(0);
        Arguments.require(
                frames.stream().allMatch(each -> each.width() == first.width() && each.height() == first.height()),
                "Animation",
                "frames must have one size",
                frames.stream()
                        .map(each -> each.width() + " x " + each.height())
                        .distinct()
                        .toList());
        Arguments.require(
                frameSeconds >= 0.02 && frameSeconds <= 10,
                "Animation",
                "frameSeconds must be in [0.02, 10]",
                frameSeconds);
    }

    /**
     * Figures, each seen for a tenth of a second.
     *
     * @param frames the figures, at least one and at most 1,000, all of the same size
     * @return the animation
     * @throws IllegalArgumentException if there are none or more than 1,000, or their sizes differ
     */
    public static Animation of(List<? extends Figure> frames) {
        return new Animation(List.copyOf(frames), DEFAULT_SECONDS);
    }

    /**
     * A contour plot whose paths grow from their beginnings to their ends, the longest in as many frames as are asked for;
     * in the last second nothing moves.
     *
     * @param plot the plot with its paths
     * @param frames in how many frames they grow, 1 to 500
     * @return the animation
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Animation of(ContourPlot plot, int frames) {
        Arguments.require(frames >= 1 && frames <= MOST_FRAMES / 2, "Animation", "frames must be 1 to 500", frames);
        int longest = plot.paths().stream().mapToInt(path -> path.x().size()).max().orElse(1);
        List<Figure> all = new ArrayList<>();
        for (int frame = 1; frame <= frames; frame++) {
            int shown = 1 + (int) Math.round((double) (longest - 1) * frame / frames);
            all.add(plot.withPaths(
                    plot.paths().stream().map(path -> first(path, shown)).toList()));
        }
        Figure end = all.get(all.size() - 1);
        for (int i = 0; i < 1 / DEFAULT_SECONDS; i++) {
            all.add(end);
        }
        return of(all);
    }

    private static Series first(Series path, int points) {
        int shown = Math.min(points, path.x().size());
        return new Series(path.name(), path.x().subList(0, shown), path.y().subList(0, shown));
    }

    /**
     * The same animation at another speed.
     *
     * @param seconds how long each frame is seen, 0.02 to 10
     * @return a copy
     * @throws IllegalArgumentException if the time is out of range
     */
    public Animation withFrameSeconds(double seconds) {
        return new Animation(frames, seconds);
    }

    /**
     * Writes an animated GIF that goes on forever, with as many pixels as the figures say.
     *
     * @param file the file to make or replace; its directory must exist
     * @throws IOException if it cannot be written, or if this machine has no font to draw text with
     */
    public void writeGif(Path file) throws IOException {
        AtomicFiles.write(file, temporary -> GifFile.write(this, temporary));
    }
}
