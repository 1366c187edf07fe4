package dev.podregistry.attack;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodHandle;
import dev.podregistry.api.RegistryView;
import dev.podregistry.api.Returned;
import dev.podregistry.api.TargetRule;
import dev.podregistry.decide.Answer;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import java.util.Optional;

/** Answers with all their facts as text: what an attacker was told, and what it should have been told. */
final class Spoken {

    private Spoken() {}

    static String told(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?> refused) {
            return "refused " + refused.refusal();
        }
        Object value = outcome.orElseThrow();
        return "granted "
                + (value instanceof PodHandle handle ? handle.pod() + " " + handle.token() : value.toString());
    }

    static String due(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return "refused " + refused.refusal();
        }
        if (answer instanceof Answer.Held held) {
            return "granted " + held.pod() + " " + held.token();
        }
        if (answer instanceof Answer.Freed freed) {
            return "granted " + freed.pod();
        }
        if (answer instanceof Answer.TakenBack back) {
            return "granted " + new Returned(back.restored(), back.withheld());
        }
        if (answer instanceof Answer.Reclaimed reclaimed) {
            return "granted " + reclaimed.pods();
        }
        return "granted "
                + (answer instanceof Answer.Found found ? Optional.ofNullable(found.holder()) : answer.toString());
    }

    static String told(Move move, RegistryView view) {
        TargetRule rule = move.first().get(0);
        return facts(
                view.allocations(),
                view.holderOf(rule.target())
                        .map(holding -> holding.holder().pod())
                        .orElse(null),
                view.permissionAt(move.podName(), rule.target()).orElse(null),
                view.mayWrite(move.podName(), rule),
                view.conflicts(rule));
    }

    static String due(Move move, AllocationTable table) {
        ScopeRule rule = Move.canonical(move.first().get(0));
        Allocation holder = table.holderOf(rule.target());
        PodName holding = holder == null ? null : holder.pod();
        return facts(
                table.allocations(),
                holding,
                table.permissionAt(move.podName(), rule.target()),
                table.mayWrite(move.podName(), rule),
                table.conflicts(rule, List.of(), List.of()));
    }

    private static String facts(
            List<Allocation> all, Object holder, Object permission, boolean mayWrite, List<?> conflicts) {
        return "seen " + Integer.toHexString(all.toString().hashCode()) + " " + all.size() + " " + holder + " "
                + permission + " " + mayWrite + " "
                + Integer.toHexString(conflicts.toString().hashCode());
    }

    /** {@return a digest of all that a table holds, also of the commands it remembers} */
    static String digest(AllocationTable table) {
        return Integer.toHexString(table.snapshot().toString().hashCode());
    }
}
