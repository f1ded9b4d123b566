using System.Globalization;
using static Overread.Ledger.Bundles.Statements.StatementDraft;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What is said of the reads: how many, by whom, how blind, from where, with what beside them.</summary>
internal static class ReadingStatements
{
    public static IEnumerable<BundleStatement> Of(BundleFacts facts) =>
        [
            PerItem(facts),
            Blind(facts),
            Origin(facts),
            Suggestions(facts),
            Order(facts),
            Kept(facts),
            Once(facts),
            People(facts),
            .. Register(facts),
        ];

    private static BundleStatement PerItem(BundleFacts f)
    {
        StatementDraft d = new("reads.per-item", BundleFacts.ReadingName, "splits.csv", "protocol/protocol.json");
        Dictionary<string, long> perItem = new(StringComparer.Ordinal);
        foreach (BundleFacts.Item item in f.Items)
        {
            d.Fault(!perItem.TryAdd(item.Id, 0), $"Item {item.Id} is twice in splits.csv.");
        }

        foreach (BundleFacts.Read read in f.Reads)
        {
            d.Fault(
                !perItem.ContainsKey(read.Item),
                $"Read {read.Id} is of {read.Item}, which is no item of the bundle."
            );
            perItem[read.Item] = perItem.GetValueOrDefault(read.Item) + 1;
            ReadTrace? trace = f.Events.Reads.GetValueOrDefault(read.Id);
            d.Fault(
                trace is null || trace.Submitted < 0,
                $"No disclosed event says that read {read.Id} was submitted."
            );
            d.Fault(
                trace is not null
                    && (trace.Item != read.Item || (trace.Assigned >= 0 && trace.Version != read.Version)),
                $"The events of read {read.Id} speak of another item or protocol version."
            );
        }

        // A read that was opened again and not finished since is none of this release.
        HashSet<string> listed = [.. f.Reads.Select(r => r.Id)];
        foreach (
            string missing in f
                .Events.Reads.Where(r =>
                    r.Value is { Submitted: >= 0, OpenAgain: false, Item: { } item }
                    && r.Value.Version == f.Version
                    && perItem.ContainsKey(item)
                    && !listed.Contains(r.Key)
                )
                .Select(r => r.Key)
        )
        {
            d.Fault(true, $"Read {missing} of a released item was submitted and is not among the reads.");
        }

        long reads = d.Figure("reads", f.Reads.Count);
        long items = d.Figure("items", f.Items.Count);
        long readers = d.Figure("readers", f.Reads.Select(r => r.Reader).Distinct(StringComparer.Ordinal).Count());
        long least = d.Figure("least", perItem.Count == 0 ? 0 : perItem.Values.Min());
        long most = d.Figure("most", perItem.Count == 0 ? 0 : perItem.Values.Max());
        long asked = d.Figure("asked", f.ReadersAsked);
        long fewer = d.Figure("fewer", perItem.Values.Count(n => n < asked));
        long notByHand = d.Figure(
            "notByHand",
            f.Reads.Count(r =>
                r.Origins.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Any(o => o is not ("hand" or "rest" or "suggestion"))
            )
        );
        long notInSession = d.Figure("notInSession", f.Reads.Count(r => r.By != "session"));
        d.Fault(reads == 0, $"Nobody has read anything of it.");
        d.Fault(least == 0 && items > 0, $"{perItem.Values.Count(n => n == 0)} items have no read.");
        string each = least == most ? Number(least) : $"{Number(least)} to {Number(most)}";
        return d.Say(
            $"{Many(reads, "read", "reads")} of {Many(items, "item", "items")} by {Many(readers, "reader", "readers")} under protocol version {f.Version}: {each} per item, where the protocol asks for {asked}{(fewer == 0 ? "" : $"; {Many(fewer, "item has", "items have")} fewer")}{(notByHand == 0 ? "" : $"; {notByHand} of the reads were replayed or imported, not given by hand")}{(notInSession == 0 ? "" : $"; {notInSession} came by a program, not from a person's session")}.",
            fewer == 0 && notByHand == 0 && notInSession == 0,
            f,
            "ReadAssigned",
            "ReadSubmitted"
        );
    }

    private static BundleStatement Blind(BundleFacts f)
    {
        StatementDraft d = new("reads.blind", BundleFacts.ReadingName);
        long reads = d.Figure("reads", f.Reads.Count);
        long looked = d.Figure("afterLooking", f.Reads.Count(r => r.Looked));
        ILookup<string, BundleEvents.Decided> decisions = f.Events.Decisions.ToLookup(
            a => a.Item,
            StringComparer.Ordinal
        );
        long after = 0;
        foreach (BundleFacts.Read read in f.Reads)
        {
            ReadTrace? trace = f.Events.Reads.GetValueOrDefault(read.Id);
            if (
                trace is not null
                && decisions[read.Item]
                    .Any(a => a.Seq < trace.Submitted && Person(a.Actor) == Person(trace.SubmittedBy))
            )
            {
                after++;
            }
        }

        d.Figure("afterDeciding", after);
        long blind = d.Figure("blind", reads - looked - after);
        return d.Say(
            $"{blind} of {Many(reads, "read", "reads")} {(blind == 1 ? "is" : "are")} blind: whoever gave them had been shown no other's answers about the item before, on any page or list of the server, and had decided nothing about it{(blind == reads ? "" : $"; {looked} came after looking at others, {after} after deciding")}.",
            blind == reads,
            f,
            "ReadSubmitted",
            "AdjudicationDecided"
        ) with
        {
            Believed =
                "who looked at what before is counted from view events, which are in the record and not in the bundle",
        };
    }

    private static BundleStatement Origin(BundleFacts f)
    {
        StatementDraft d = new("reads.origin", BundleFacts.ReadingName);
        Dictionary<string, long> origins = new(StringComparer.Ordinal);
        Dictionary<string, long> by = new(StringComparer.Ordinal)
        {
            ["session"] = 0,
            ["token"] = 0,
            ["platform"] = 0,
        };
        foreach (BundleFacts.Read read in f.Reads)
        {
            if (f.Events.Reads.GetValueOrDefault(read.Id) is not { } trace)
            {
                continue;
            }

            foreach ((string origin, long count) in trace.Origins)
            {
                origins[origin] = origins.GetValueOrDefault(origin) + count;
            }

            string credential = Credential(trace.SubmittedBy);
            by[credential] = by.GetValueOrDefault(credential) + 1;
            d.Fault(read.By != credential, $"Read {read.Id} was submitted by {credential}, the table says {read.By}.");
            string known = string.Join(' ', trace.Origins.Select(o => o.Origin).Order(StringComparer.Ordinal));
            d.Fault(
                read.Origins != known,
                $"Answers of read {read.Id} came by {known}, the table says {read.Origins}."
            );
        }

        long all = d.Figure("answers", origins.Values.Sum());
        long hand = d.Figure("hand", origins.GetValueOrDefault("hand"));
        long rest = d.Figure("rest", origins.GetValueOrDefault("rest"));
        long imported = d.Figure("import", origins.GetValueOrDefault("import"));
        long replayed = d.Figure("rehearsal", origins.GetValueOrDefault("rehearsal"));
        long suggested = origins.GetValueOrDefault("suggestion");
        if (suggested > 0)
        {
            d.Figure("suggestion", suggested);
        }

        long other = d.Figure("other", all - hand - rest - suggested - imported - replayed);
        long session = d.Figure("session", by["session"]);
        long token = d.Figure("token", by["token"]);
        long platform = d.Figure("platform", by["platform"]);
        return d.Say(
            $"Of {all} answers and marks {hand} were given by hand{(rest == 0 ? "" : $", {rest} by an act that said absent of all that was blank")}{(suggested == 0 ? "" : $", {suggested} taken over from a model's suggestion")}, {imported} imported, {replayed} replayed from records, {other} of another origin; of {f.Reads.Count} reads {session} were submitted in a person's session, {token} by a program with a token, {platform} by the platform itself.",
            hand + rest == all && token == 0 && platform == 0,
            f,
            "AnswerGiven",
            "MarkDrawn",
            "ReadSubmitted"
        );
    }

    private static BundleStatement Suggestions(BundleFacts f)
    {
        StatementDraft d = new("assistance.suggestions", BundleFacts.ReadingName);
        long events = d.Figure("events", f.Events.Suggestions);
        long taken = d.Figure(
            "taken",
            f.Reads.Sum(r =>
                f.Events.Reads.GetValueOrDefault(r.Id)
                    ?.Origins.Where(o => o.Origin is not ("hand" or "rest" or "import" or "rehearsal"))
                    .Sum(o => o.Count)
                ?? 0
            )
        );
        string seen = Shown(d, f);
        long shown = d.Figure(
            "readsWithScreen",
            f.Reads.Count(r => f.Events.Reads.GetValueOrDefault(r.Id)?.Opened == true)
        );
        return d.Say(
            $"{(events == 0 && taken == 0 ? $"Among {f.Events.Count} disclosed events none is of a suggestion by a model or a rule, and no answer or mark came from one" : $"{events} disclosed events are of suggestions by a model or a rule, and {taken} answers or marks came from one{seen}")}; what was on the screen is recorded of {shown} of {f.Reads.Count} reads.",
            events == 0 && taken == 0,
            f,
            "AnswerGiven",
            "MarkDrawn",
            "ReadOpened"
        );
    }

    // Which models, and whether the table says what the events say: of each answer one finds model, version and hash.
    private static string Shown(StatementDraft d, BundleFacts f)
    {
        HashSet<string> reads = [.. f.Reads.Select(r => r.Id)];
        HashSet<BundleEvents.ShownSuggestion> events = [.. f.Events.Shown.Where(s => reads.Contains(s.Read))];
        foreach (BundleEvents.ShownSuggestion row in f.Suggested.Where(s => !events.Contains(s)))
        {
            d.Fault(
                true,
                $"The table has suggestion {row.Id} of {row.Model} {row.Version} ({row.Sha256}) for read {row.Read}; no event shows it so."
            );
        }

        int missing = events.Except(f.Suggested).Count();
        d.Fault(missing > 0, $"{missing} suggestions that events show are not in the table.");
        if (events.Count == 0)
        {
            return "";
        }

        d.Figure("shown", events.Count);
        d.Figure("readsShown", events.Select(s => s.Read).Distinct().Count());
        IEnumerable<string> models = events
            .Select(s => $"{s.Model} {s.Version} (SHA-256 {s.Sha256})")
            .Distinct()
            .Order(StringComparer.Ordinal);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"; readers of {events.Select(s => s.Read).Distinct().Count()} reads were shown {events.Count}, by {string.Join(", ", models)}"
        );
    }

    private static BundleStatement Order(BundleFacts f)
    {
        StatementDraft d = new("reads.order", BundleFacts.ReadingName);
        long queue = 0;
        long hand = 0;
        foreach (BundleFacts.Read read in f.Reads)
        {
            if (f.Events.Reads.GetValueOrDefault(read.Id) is not { Assigned: >= 0 } trace)
            {
                continue;
            }

            (queue, hand) = trace.ByQueue ? (queue + 1, hand) : (queue, hand + 1);
            d.Fault(
                read.HandedOut != (trace.ByQueue ? "queue" : "hand"),
                $"Read {read.Id} was handed out by {(trace.ByQueue ? "the queue" : "hand")}, the table says {read.HandedOut}."
            );
        }

        d.Figure("queue", queue);
        d.Figure("hand", hand);
        long unknown = d.Figure("unknown", f.Reads.Count - queue - hand);
        return d.Say(
            $"{queue} reads were handed out by the queue in each reader's own random order, {hand} were assigned by hand, of {unknown} it is not known.",
            hand == 0 && unknown == 0,
            f,
            "ReadAssigned"
        );
    }

    private static BundleStatement Kept(BundleFacts f)
    {
        StatementDraft d = new("reads.kept", BundleFacts.ReadingName, "labels/individual/reads.csv");
        HashSet<string> listed = [.. f.Reads.Select(r => r.Id)];
        foreach (string fault in f.AnswerFaults)
        {
            d.Fault(true, $"{fault}");
        }

        foreach (string read in listed.Where(r => !f.ReadsWithAnswers.Contains(r)))
        {
            d.Fault(
                f.Events.Reads.GetValueOrDefault(read)?.Answered > 0,
                $"The answers of read {read} are not in labels/individual/reads.csv."
            );
        }

        HashSet<string> items = [.. f.Items.Select(i => i.Id)];
        long kept = d.Figure("kept", listed.Count);
        long others = d.Figure(
            "others",
            f.Events.Reads.Count(r =>
                r.Value.Submitted >= 0 && !listed.Contains(r.Key) && r.Value.Item is { } i && items.Contains(i)
            )
        );
        return d.Say(
            $"All {kept} reads that the labels come from are in `labels/individual/reads.csv` as they were given{(others == 0 ? "" : $"; of {others} other submitted reads of these items, under other protocol versions or opened again, the events are in `audit/events.jsonl`")}.",
            true,
            f,
            "AnswerGiven",
            "AnswerWithdrawn",
            "ReadSubmitted"
        );
    }

    private static BundleStatement Once(BundleFacts f)
    {
        StatementDraft d = new("reads.once", BundleFacts.ReadingName);
        long twice = d.Figure("twice", f.Reads.GroupBy(r => (r.Item, r.Reader)).Count(g => g.Count() > 1));
        Dictionary<string, string> persons = new(StringComparer.Ordinal);
        foreach (BundleFacts.Read read in f.Reads)
        {
            if (f.Events.Reads.GetValueOrDefault(read.Id) is { Submitted: >= 0 } trace)
            {
                string person = Person(trace.SubmittedBy);
                d.Fault(
                    persons.TryGetValue(read.Reader, out string? known) && known != person,
                    $"Two persons submitted reads as {read.Reader}."
                );
                persons[read.Reader] = person;
                d.Fault(
                    trace.Reader is { } handed && handed != person,
                    $"Read {read.Id} was handed to another than submitted it."
                );
            }
        }

        d.Fault(
            persons.Values.Distinct(StringComparer.Ordinal).Count() != persons.Count,
            $"One person submitted reads under several pseudonyms."
        );
        return d.Say(
            twice == 0
                ? $"No reader read an item twice, so agreement of a reader with themselves cannot be computed."
                : (FormattableString)$"{twice} items were read twice by the same reader.",
            twice == 0,
            f,
            "ReadAssigned",
            "ReadSubmitted"
        );
    }

    private static BundleStatement People(BundleFacts f)
    {
        StatementDraft d = new("readers.roles", BundleFacts.ReadingName, "people/annotators.csv");
        HashSet<string> readers = [.. f.Reads.Select(r => r.Reader)];
        Dictionary<string, string> roles = new(StringComparer.Ordinal);
        foreach ((string pseudonym, string said) in f.People)
        {
            roles[pseudonym] = said;
        }

        foreach (string reader in readers.Where(r => !roles.ContainsKey(r)))
        {
            d.Fault(true, $"{reader} read and is not in people/annotators.csv.");
        }

        foreach (string idle in roles.Keys.Where(p => !readers.Contains(p)))
        {
            d.Fault(true, $"{idle} is in people/annotators.csv and read nothing of this release.");
        }

        long all = d.Figure("readers", readers.Count);
        long more = d.Figure(
            "otherRoles",
            readers.Count(r =>
                roles
                    .GetValueOrDefault(r, "")
                    .Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
                    .Any(w => w != "reader")
            )
        );
        return d.Say(
            $"{Many(all, "reader", "readers")}, by pseudonym in `people/annotators.csv`; {more} of them have another role in the project too.",
            more == 0,
            f,
            "ReadSubmitted"
        ) with
        {
            Believed =
                "roles are as the project has them when the release is made; the events that gave them are not in the bundle",
        };
    }

    // None of a bundle of before, which has no register: its list has no such statement.
    private static IEnumerable<BundleStatement> Register(BundleFacts f)
    {
        if (f.Register.Count == 0)
        {
            yield break;
        }

        StatementDraft d = new("readers.register", "people/annotators.csv");
        long all = d.Figure("readers", f.Register.Count);
        long profession = d.Figure("profession", f.Register.Count(r => r.Profession.Length > 0));
        long years = d.Figure("years", f.Register.Count(r => r.Years.Length > 0));
        long valid = d.Figure("licenceValid", f.Register.Count(r => r.Licence == "valid"));
        long expired = d.Figure("licenceExpired", f.Register.Count(r => r.Licence == "expired"));
        long none = d.Figure("noConflicts", f.Register.Count(r => r.Conflicts == "none"));
        long declared = d.Figure("conflicts", f.Register.Count(r => r.Conflicts == "declared"));
        long agreed = d.Figure("agreements", f.Register.Count(r => r.Agreements.Length > 0));
        yield return d.Say(
            $"Of {Many(all, "reader", "readers")} the project states the profession of {profession}, years of work of {years}, a licence that holds of {valid} and one that has ended of {expired}; {none} declare no conflict of interest, {declared} declare one, {all - none - declared} say nothing; {agreed} have signed agreements.",
            profession == all && years == all && valid == all && none == all,
            f
        ) with
        {
            Believed = "what people are qualified by is stated by the project's lead and proved by nothing here",
        };
    }

    /// <summary>session, token or platform: by what an event's actor was known.</summary>
    internal static string Credential(string actor) =>
        actor.StartsWith("token/", StringComparison.Ordinal) ? "token"
        : actor.StartsWith("person/", StringComparison.Ordinal) ? "session"
        : "platform";

    internal static string Person(string actor) => actor[(actor.LastIndexOf('/') + 1)..];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
