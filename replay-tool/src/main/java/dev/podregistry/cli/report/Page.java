package dev.podregistry.cli.report;

import dev.podregistry.audit.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * One file that shows a history in a browser and asks nothing of anybody: styles, scripts and data are all in it.
 *
 * <p>Its policy lets the browser load nothing, and run and apply nothing but these scripts and styles, each known by its
 * hash. The data is base64, so nothing in it can end the element that it stands in.
 */
public final class Page {

    private static final String NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'";

    /** Our own scripts, each after those that it uses. */
    private static final List<String> SCRIPTS = List.of(
            "text.js",
            "dom.js",
            "columns.js",
            "history.js",
            "filter.js",
            "state.js",
            "colour.js",
            "lanes.js",
            "axis.js",
            "bars.js",
            "picture.js",
            "timeline.js",
            "tree.js",
            "answer.js",
            "events.js",
            "header.js",
            "page.js");

    private final Writer out;
    private final List<Block> styles = List.of(Block.of("tabulator", "tabulator.min.css"), Block.own("report.css"));
    private final List<Block> scripts = Stream.concat(
                    Stream.of(Block.of("d3", "d3.min.js"), Block.of("tabulator", "tabulator.min.js")),
                    SCRIPTS.stream().map(Block::own))
            .toList();

    private Page(Writer out) {
        this.out = out;
    }

    /**
     * Writes a page.
     *
     * @param out takes it, and stays open
     * @param data what it shows; nothing can be taken into it any more
     * @param registry the name of the registry
     * @param verified what its verification came to
     */
    public static void write(Writer out, PageData data, String registry, Report verified) throws IOException {
        new Page(out).write(data, registry, verified);
    }

    private void write(PageData data, String registry, Report verified) throws IOException {
        for (String line : Block.resource("report.html").lines().toList()) {
            switch (line.strip()) {
                case "<!--csp-->" -> policy();
                case "<!--styles-->" -> inline("style", styles);
                case "<!--scripts-->" -> inline("script", scripts);
                case "<!--data-->" -> inline(data, registry, verified);
                default -> out.write(line + "\n");
            }
        }
    }

    private void inline(PageData data, String registry, Report verified) throws IOException {
        out.write("<script type=\"application/octet-stream\" id=\"data\">");
        try (OutputStream packed = new GZIPOutputStream(Base64.getEncoder().wrap(new Ascii(out)))) {
            data.writeTo(packed, registry, verified);
        }
        out.write("</script>\n");
    }

    private void policy() throws IOException {
        out.write("<meta http-equiv=\"Content-Security-Policy\" content=\"" + NOTHING_ELSE + "; script-src "
                + hashes(scripts) + "; style-src " + hashes(styles) + "\">\n");
    }

    private static String hashes(List<Block> blocks) {
        return blocks.stream().map(Block::hash).collect(Collectors.joining(" "));
    }

    private void inline(String element, List<Block> blocks) throws IOException {
        for (Block block : blocks) {
            out.write("<" + element + ">" + block.text() + "</" + element + ">\n");
        }
    }

    /** Bytes that are characters; what they are written to stays open. */
    private static final class Ascii extends OutputStream {

        private final Writer to;

        Ascii(Writer to) {
            this.to = to;
        }

        @Override
        public void write(int value) throws IOException {
            to.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            to.write(new String(bytes, from, length, StandardCharsets.US_ASCII));
        }
    }
}
