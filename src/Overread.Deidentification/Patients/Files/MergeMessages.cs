using System.Globalization;

namespace Overread.Deidentification.Patients.Files;

/// <summary>
/// Merges from HL7 v2 messages ADT^A40 (chapter 3, merge patient by identifier list): MRG-1 holds the numbers given up,
/// PID-3 those that survive, matched by issuer. Several messages, several patients per message, several repetitions,
/// batches (FHS, BHS) and the framing of MLLP are taken. A message of another kind is a problem: what it would change is not
/// known here.
/// </summary>
public static class MergeMessages
{
    private static readonly string[] Envelopes = ["FHS", "BHS", "BTS", "FTS"];

    /// <summary>True where a text begins as HL7 v2 messages do.</summary>
    public static bool Is(string text)
    {
        ReadOnlySpan<char> head = text.AsSpan().TrimStart("\u000B\uFEFF \r\n\t");
        return head.Length > 3
            && (head.StartsWith("MSH") || head.StartsWith("FHS") || head.StartsWith("BHS"))
            && !char.IsLetterOrDigit(head[3]);
    }

    /// <summary>Reads messages.</summary>
    public static DecisionReading Read(string text)
    {
        List<DecisionProblem> problems = [];
        List<PatientDecision> decisions = [];
        foreach (Hl7Message message in Messages(text, problems))
        {
            if (message.Event != "ADT^A40")
            {
                problems.Add(new(message.Line, "MSH-9", "the message is not a merge ADT^A40"));
                continue;
            }

            Take(message, decisions, problems);
        }

        if (decisions.Count + problems.Count == 0)
        {
            problems.Add(new(1, "", "there is no message"));
        }

        return new(decisions, problems);
    }

    private static List<Hl7Message> Messages(string text, List<DecisionProblem> problems)
    {
        List<Hl7Message> messages = [];
        Hl7Message? open = null;
        string[] lines = text.Replace("\r\n", "\r", StringComparison.Ordinal).Split('\r', '\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string segment = lines[i].Trim('\u000B', '\u001C', '\uFEFF', '\0', ' ');
            if (segment.Length == 0 || Envelopes.Any(e => segment.StartsWith(e, StringComparison.Ordinal)))
            {
                continue;
            }

            if (segment.StartsWith("MSH", StringComparison.Ordinal))
            {
                open = Hl7Separators.Of(segment) is { } separators ? new Hl7Message(separators, i + 1) : null;
                if (open is null)
                {
                    problems.Add(new(i + 1, "MSH-2", "the separators are missing, or one has two meanings"));
                }
                else
                {
                    messages.Add(open);
                }
            }
            else if (open is null && problems.Count == 0)
            {
                problems.Add(new(i + 1, "", "a segment before the first MSH"));
            }

            open?.Segments.Add((segment, i + 1));
        }

        return messages;
    }

    private static void Take(Hl7Message message, List<PatientDecision> decisions, List<DecisionProblem> problems)
    {
        (string Text, int Line)? patient = null;
        bool merged = true;
        foreach ((string text, int line) in message.Segments)
        {
            if (text.StartsWith("PID", StringComparison.Ordinal))
            {
                Unmerged(patient, merged, problems);
                patient = (text, line);
                merged = false;
            }
            else if (text.StartsWith("MRG", StringComparison.Ordinal))
            {
                merged = true;
                if (patient is { } surviving)
                {
                    Pair(message, surviving, (text, line), decisions, problems);
                }
                else
                {
                    problems.Add(new(line, "MRG", "no PID stands before it"));
                }
            }
        }

        if (patient is null)
        {
            problems.Add(new(message.Line, "PID", "the message has no such segment"));
        }

        Unmerged(patient, merged, problems);
    }

    private static void Unmerged((string Text, int Line)? patient, bool merged, List<DecisionProblem> problems)
    {
        if (patient is { } alone && !merged)
        {
            problems.Add(new(alone.Line, "PID", "no MRG follows it"));
        }
    }

    private static void Pair(
        Hl7Message message,
        (string Text, int Line) pid,
        (string Text, int Line) mrg,
        List<PatientDecision> decisions,
        List<DecisionProblem> problems
    )
    {
        List<Hl7Message.Number> surviving = message.Numbers(pid.Text, 3);
        List<Hl7Message.Number> prior = message.Numbers(mrg.Text, 1);
        if (surviving.Count == 0)
        {
            problems.Add(new(pid.Line, "PID-3", "there is no number"));
            return;
        }

        if (prior.Count == 0)
        {
            problems.Add(new(mrg.Line, "MRG-1", "there is no number"));
        }

        foreach (Hl7Message.Number given in prior)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"MRG-1 repetition {given.Repetition}");
            List<Hl7Message.Number> of = [.. surviving.Where(s => s.Identity.Issuer == given.Identity.Issuer)];
            List<Hl7Message.Number> typed = [.. of.Where(s => s.Type == given.Type)];
            List<Hl7Message.Number> fits =
                of.Count == 0
                && surviving.Count == 1
                && (surviving[0].Identity.Issuer.Length == 0 || given.Identity.Issuer.Length == 0)
                    ? surviving
                : typed.Count == 1 ? typed
                : of;
            if (fits.Count != 1)
            {
                problems.Add(new(mrg.Line, where, $"{fits.Count} numbers of PID-3 have its issuer, one is needed"));
            }
            else if (fits[0].Identity == given.Identity)
            {
                problems.Add(new(mrg.Line, where, "it is the number that survives"));
            }
            else
            {
                decisions.Add(new(PatientDecisionKind.Merge, new(given.Identity), new(fits[0].Identity), "ADT^A40"));
            }
        }
    }
}
