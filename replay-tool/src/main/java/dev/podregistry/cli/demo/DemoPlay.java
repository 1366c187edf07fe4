package dev.podregistry.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What happens in the demo, act by act. */
final class DemoPlay {

    private final DemoStage stage;
    private final String shop;
    private final String services;
    private final String checkout;
    private final String search;

    DemoPlay(DemoStage stage) {
        this.stage = stage;
        shop = stage.tree("");
        services = stage.tree("services");
        checkout = stage.tree("services/checkout");
        search = stage.tree("services/search");
    }

    void perform() throws IOException {
        stage.say(
                "Several processes are to work on one file tree at the same time:",
                "  " + shop,
                "The registry decides which of them (\"pods\") may write what, and records every decision in",
                "  " + stage.registry(),
                "Its one promise: no two live pods ever hold the same path for writing.");
        DemoProcess orchestrator = orchestratorRegisters();
        DemoProcess checkoutCoder = codersTakeOver(orchestrator);
        conflictIsRefused();
        DemoProcess rescuer = deadCoderIsReplaced(orchestrator, checkoutCoder);
        registryStartsAnew(orchestrator);
        toolTells();
        stage.finish();
        farewell(rescuer);
    }

    private DemoProcess orchestratorRegisters() throws IOException {
        stage.act(
                "An orchestrator registers.",
                "It may read the whole tree, and writes nothing itself. The registry is a library inside its process.");
        DemoProcess orchestrator = stage.start("orchestrator");
        stage.enter(orchestrator);
        stage.tell(orchestrator, "register", "READ", shop);
        return orchestrator;
    }

    private DemoProcess codersTakeOver(DemoProcess orchestrator) throws IOException {
        stage.act(
                "It delegates a part of the tree to each of two coders, and their processes come up.",
                "Its authority to do so is a scope of its own, given with each delegation and recorded: to WRITE",
                services + ".",
                "A delegation reserves the scope; the coder's process adopts it when it comes up.");
        DemoProcess checkoutCoder = stage.start("coder-checkout");
        DemoProcess searchCoder = stage.start("coder-search");
        String first = delegate(orchestrator, "coder-checkout", checkout);
        String second = delegate(orchestrator, "coder-search", search);
        stage.enter(checkoutCoder);
        stage.tell(checkoutCoder, "adopt", first);
        stage.enter(searchCoder);
        stage.tell(searchCoder, "adopt", second);
        stage.say("Both write at the same time, each only where it may:");
        stage.tell(checkoutCoder, "write", checkout + "/cart.txt", "half of a cart");
        stage.tell(searchCoder, "write", search + "/index.txt", "an index");
        stage.tell(searchCoder, "write", checkout + "/cart.txt", "a mistake");
        return checkoutCoder;
    }

    private String delegate(DemoProcess orchestrator, String coder, String path) {
        return stage.tell(orchestrator, "delegate", coder, path, services).token();
    }

    private void conflictIsRefused() throws IOException {
        stage.act(
                "A stranger asks for a path that is held.",
                "It is refused, and told who is in the way. A refusal changes nothing.");
        DemoProcess stranger = stage.start("stranger");
        stage.enter(stranger);
        stage.tell(stranger, "register", "WRITE", checkout + "/src");
        stranger.close();
    }

    private DemoProcess deadCoderIsReplaced(DemoProcess orchestrator, DemoProcess coder) throws IOException {
        stage.act(
                "coder-checkout is killed in the middle of its work (SIGKILL: it cannot clean anything up).",
                "It blocks nobody: at the next command the registry sees that its process is dead, reclaims its scope",
                "and, here, delegates it to another coder, who goes on.");
        DemoProcess rescuer = stage.start("coder-rescue");
        coder.kill();
        stage.show(coder, "is dead");
        String token = delegate(orchestrator, "coder-rescue", checkout);
        stage.enter(rescuer);
        stage.tell(rescuer, "adopt", token);
        stage.tell(rescuer, "write", checkout + "/cart.txt", "a whole cart");
        return rescuer;
    }

    private void registryStartsAnew(DemoProcess orchestrator) throws IOException {
        stage.act(
                "The orchestrator is killed too, and with it the registry inside it.",
                "There is no server and no table on disk to lose: the table is a replay of the log. A new process opens the",
                "directory and has the same table again, at the same event:");
        stage.tell(orchestrator, "table");
        orchestrator.kill();
        stage.show(orchestrator, "is dead");
        DemoProcess successor = stage.start("successor");
        stage.enter(successor);
    }

    private void toolTells() {
        stage.act(
                "What this tool tells from the log alone.",
                "Who delegated to whom (the orchestrator is still there: it is reclaimed when the next command is given):");
        stage.run("tree");
        stage.say("Who holds a file, and how that came about; before the crash, and now:");
        stage.run("who", checkout + "/cart.txt", "--at", "5");
        stage.run("who", checkout + "/cart.txt");
        stage.say("Everything that happened:");
        stage.run("log");
        stage.say("And whether that record can be relied on:");
        stage.run("verify");
    }

    private void farewell(DemoProcess rescuer) {
        stage.say(
                "That was all. The processes end now (" + rescuer.pod()
                        + " among them) and the tree is removed. The registry",
                "is kept; look at it yourself:",
                "");
        String registry = stage.registry().toString();
        for (List<String> command :
                List.of(List.of("log", "--type", "reclaimed"), List.of("show", "6"), List.of("state", "-o", "json"))) {
            stage.say("$ "
                    + stage.commandLine(Stream.concat(command.stream(), Stream.of("--dir", registry))
                            .toList()));
        }
        stage.say("", "Remove it with: rm -r " + DemoStage.quoted(registry));
    }
}
