package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.On;
import dev.vigia.processors.evaluate.Lifecycle.Open;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Watched;
import dev.vigia.processors.rules.Rule;
import java.util.List;

/** Notes what the severities of an episode stand on as its windows are looked at. */
final class Footing {

    private final Rule rule;
    private final Standing before;
    private final Look look;

    Footing(Rule rule, Standing before, Look look) {
        this.rule = rule;
        this.before = before;
        this.look = look;
    }

    /** The standing after the look: what breached there reaches back to the window, and a closed window is proof. */
    Standing of(Standing after, Finding finding, Windows windows) {
        List<Says> says = finding.says(rule);
        boolean told = Standing.transition(before, after).isPresent();
        Standing noted = after;
        for (int level = 0; level < says.size(); level++) {
            if (says.get(level) != Says.BREACHED || !(after.levels().get(level) instanceof Open state)) continue;
            int of = level;
            Ground ground =
                    noted.episode().map(episode -> reaching(episode, of)).orElse(Ground.FINAL);
            boolean proves = !look.isOpen() && state instanceof On && !(state instanceof Watched);
            if (proves && (ground.proof().isEmpty() || told && isProvenHere(ground))) {
                ground = ground.proven(finding.proof(rule, level, look.end(), windows));
            }
            Ground stands = ground;
            noted = noted.with(episode -> episode.on(of, stands));
        }
        return noted;
    }

    private Ground reaching(Episode episode, int level) {
        Ground ground = episode.ground(level);
        boolean known = level < before.levels().size();
        boolean rises = before.isOpen() && known && before.levels().get(level) instanceof Inactive;
        if (!rises) return ground.reaching(look.end());
        return ground.next(before.lastBreach(level), look.end());
    }

    private boolean isProvenHere(Ground ground) {
        return ground.proof().filter(by -> by.end() == look.end()).isPresent();
    }
}
