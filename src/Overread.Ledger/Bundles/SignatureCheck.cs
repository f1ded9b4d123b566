using System.Text;
using System.Text.Json;

namespace Overread.Ledger.Bundles;

/// <summary>
/// Checks the signatures of a bundle: each is an event of the record with a proof of its own, each is over the content that is
/// here (21 CFR 11.70), and none is missing that the project's policy asks for.
/// </summary>
internal sealed class SignatureCheck(IBundleSource source, VerifierKey? key, string contentHash)
{
    private readonly List<BundleFault> _faults = [];
    private readonly List<BundleSignature> _signatures = [];
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _protocols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(long Seq, string Text)>> _decisions = new(StringComparer.Ordinal);
    private readonly List<(long Seq, HashSet<string> Acts, bool TwoPeople)> _policies = [];
    private readonly Dictionary<string, string> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _published = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Seq, HashSet<string> Items)> _approved = new(StringComparer.Ordinal);

    /// <summary>The signatures that hold.</summary>
    public IReadOnlyList<BundleSignature> Signatures => _signatures;

    /// <summary>Runs the check.</summary>
    /// <param name="checkLeaf">Notes a fault where an event is not the one in the record.</param>
    public IReadOnlyList<BundleFault> Run(Func<string, long, byte[], bool> checkLeaf)
    {
        if (!source.Paths.Contains(BundleManifest.ReleaseEventName))
        {
            return _faults;
        }

        try
        {
            ReadEvents();
            (string release, string? page, long seq) = Release();
            ReadSignatures(release, checkLeaf);
            CheckPage(page);
            CheckPolicy(release, seq);
        }
        catch (Exception e)
            when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            Fault(BundleManifest.SignaturesName, "The signatures cannot be checked: " + e.Message);
        }

        return _faults;
    }

    private (string Release, string? Page, long Seq) Release()
    {
        DisclosedEvent disclosed = DisclosedEvent.Parse(Text(BundleManifest.ReleaseEventName));
        using JsonDocument payload = JsonDocument.Parse(disclosed.Payload);
        JsonElement happened = payload.RootElement.GetProperty("event");
        return (
            happened.GetProperty("release").GetString()!,
            happened.TryGetProperty("signaturePage", out JsonElement page) ? page.GetString() : null,
            disclosed.Seq
        );
    }

    private void ReadEvents()
    {
        if (!source.Paths.Contains(BundleManifest.EventsName))
        {
            return;
        }

        using StreamReader reader = new(source.Open(BundleManifest.EventsName), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (!IsOfUse(line))
            {
                continue;
            }

            try
            {
                DisclosedEvent disclosed = DisclosedEvent.Parse(line);
                using JsonDocument payload = JsonDocument.Parse(disclosed.Payload);
                Take(disclosed.Seq, payload.RootElement);
            }
            catch (Exception e) when (e is FormatException or JsonException)
            {
                // Whoever reads the events for themselves names the line.
                continue;
            }
        }
    }

    // Most events are reads' and say nothing here: parsing them all once more would double the time.
    private static bool IsOfUse(string line) =>
        line.Contains("ProtocolPublished", StringComparison.Ordinal)
        || line.Contains("AdjudicationDecided", StringComparison.Ordinal)
        || line.Contains("SigningPolicySet", StringComparison.Ordinal)
        || line.Contains("ItemReady", StringComparison.Ordinal);

    private void Take(long seq, JsonElement envelope)
    {
        JsonElement happened = envelope.GetProperty("event");
        switch (happened.GetProperty("type").GetString())
        {
            case "ProtocolPublished":
                string version = "protocol/" + happened.GetProperty("version").GetRawText();
                _protocols[version] = happened.GetProperty("body").GetRawText();
                _published[version] = seq;
                break;
            case "AdjudicationDecided":
                string subject =
                    $"item/{envelope.GetProperty("item").GetString()}/{happened.GetProperty("field").GetString()}";
                if (!_decisions.TryGetValue(subject, out List<(long, string)>? made))
                {
                    _decisions[subject] = made = [];
                }

                made.Add((seq, happened.GetRawText()));
                break;
            case "SigningPolicySet":
                _policies.Add(
                    (
                        seq,
                        [.. happened.GetProperty("acts").EnumerateArray().Select(a => a.GetString()!)],
                        happened.GetProperty("twoPeople").GetBoolean()
                    )
                );
                break;
            case "ItemReady":
                JsonElement item = happened.GetProperty("item");
                if (item.TryGetProperty("batch", out JsonElement batch) && batch.GetString() is { } of)
                {
                    _batches[item.GetProperty("id").GetString()!] = of;
                    _published["item/" + item.GetProperty("id").GetString()] = seq;
                }

                break;
        }
    }

    private void ReadSignatures(string release, Func<string, long, byte[], bool> checkLeaf)
    {
        if (!source.Paths.Contains(BundleManifest.SignaturesName))
        {
            return;
        }

        using StreamReader reader = new(source.Open(BundleManifest.SignaturesName), Encoding.UTF8);
        long before = -1;
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            try
            {
                ProvedSignature proved = ProvedSignature.Parse(text);
                byte[] leaf = proved.Event.Leaf();
                LogProof proof = LogProof.Parse(proved.Proof);
                if (
                    proved.Event.Seq <= before
                    || proof.Index != proved.Event.Seq
                    || (key is not null && !proof.Verify(leaf, key))
                    || !checkLeaf(BundleManifest.SignaturesName, proved.Event.Seq, leaf)
                )
                {
                    Fault(BundleManifest.SignaturesName, $"Line {line} is not a signature of this record.");
                    continue;
                }

                before = proved.Event.Seq;
                using JsonDocument payload = JsonDocument.Parse(proved.Event.Payload);
                Hold(payload.RootElement, proved.Event.Seq, release);
            }
            catch (Exception e)
                when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                Fault(BundleManifest.SignaturesName, $"Line {line}: {e.Message}");
            }
        }
    }

    // Held against the content that is here.
    private void Hold(JsonElement envelope, long seq, string release)
    {
        JsonElement e = envelope.GetProperty("event");
        if (e.GetProperty("type").GetString() != "ContentSigned")
        {
            Fault(BundleManifest.SignaturesName, $"Event {seq} is no signature.");
            return;
        }

        string Of(string name) => e.GetProperty(name).GetString()!;
        string act = Of("act");
        string subject = Of("subject");
        string hash = Of("hash");
        IEnumerable<string> contents = act switch
        {
            "protocol" => _protocols.TryGetValue(subject, out string? body) ? [body] : [],
            "adjudication" => _decisions.TryGetValue(subject, out List<(long, string Text)>? made)
                ? made.Select(m => m.Text)
                : [],
            "batch" => [string.Join('\n', Lines(e))],
            _ => subject == "release/" + release ? [contentHash] : [],
        };
        if (!contents.Any(c => SignedContent.Hash(act, subject, c) == hash))
        {
            Fault(BundleManifest.SignaturesName, $"The signature {seq} is not over the {subject} that is here.");
            return;
        }

        if (act == "batch")
        {
            // What passed in a later decision about the same batch has a later signature.
            HashSet<string> items = _approved.TryGetValue(subject, out (long, HashSet<string> Items) known)
                ? known.Items
                : [];
            items.UnionWith(
                Lines(e).Where(l => l.Contains(" pass ", StringComparison.Ordinal)).Select(l => l.Split(' ')[0])
            );
            _approved[subject] = (seq, items);
        }

        _people.Add(act + "\n" + Of("person"));
        _signatures.Add(
            new(seq, act, subject, hash, Of("meaning"), Of("name"), envelope.GetProperty("at").GetString()!)
        );
    }

    private static IEnumerable<string> Lines(JsonElement signed) =>
        signed.TryGetProperty("parts", out JsonElement parts) ? parts.EnumerateArray().Select(p => p.GetString()!) : [];

    private void CheckPage(string? stated)
    {
        string? there = source.Paths.Contains(BundleManifest.SignaturePageName)
            ? BundleManifest.Hash(source, BundleManifest.SignaturePageName).Sha256
            : null;
        if (there != stated)
        {
            Fault(
                BundleManifest.SignaturePageName,
                "The printed page of signatures is not the one that the release names."
            );
        }
    }

    // What was done after the policy was laid down and before another was.
    private void CheckPolicy(string release, long published)
    {
        bool Asked(string act, long seq) =>
            _policies.LastOrDefault(p => p.Seq < seq) is { Acts: not null } policy && policy.Acts.Contains(act);
        HashSet<string> signed = [.. _signatures.Select(s => s.Act + "\n" + s.Subject)];
        foreach (string version in _protocols.Keys.Where(v => Asked("protocol", _published[v])))
        {
            Missing(signed.Contains("protocol\n" + version), $"{version} was published without a signature.");
        }

        foreach ((string subject, List<(long Seq, string Text)> made) in _decisions)
        {
            foreach ((long seq, string text) in made.Where(m => Asked("adjudication", m.Seq)))
            {
                string hash = SignedContent.Hash("adjudication", subject, text);
                Missing(
                    _signatures.Exists(s => s.Act == "adjudication" && s.Hash == hash),
                    $"The decision {seq} about {subject} was made without a signature."
                );
            }
        }

        foreach ((string item, string batch) in _batches.Where(b => Asked("batch", _published["item/" + b.Key])))
        {
            Missing(
                _approved.TryGetValue("batch/" + batch, out (long, HashSet<string> Items) approval)
                    && approval.Items.Contains(item),
                $"Item {item} passed the gate without a signature over its batch."
            );
        }

        Missing(
            !Asked("releaseApproval", published) || signed.Contains("releaseApproval\nrelease/" + release),
            "The release was published without an approval."
        );
        Missing(
            !Asked("releasePublication", published) || signed.Contains("releasePublication\nrelease/" + release),
            "The release was published without a signature."
        );
        if (_policies.LastOrDefault(p => p.Seq < published) is { TwoPeople: true })
        {
            string[] publishers = [.. People("releasePublication")];
            Missing(
                People("releaseApproval").Any(a => !publishers.Contains(a)),
                "The release was approved and published by one person."
            );
        }
    }

    private IEnumerable<string> People(string act) =>
        _people.Where(p => p.StartsWith(act + "\n", StringComparison.Ordinal)).Select(p => p[(act.Length + 1)..]);

    private void Missing(bool there, string what)
    {
        if (!there)
        {
            Fault(BundleManifest.SignaturesName, what);
        }
    }

    private string Text(string path)
    {
        using StreamReader reader = new(source.Open(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private void Fault(string file, string what) => _faults.Add(new(file, what));
}
