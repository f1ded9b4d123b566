using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Deidentification.Phi;
using Overread.Deidentification.Phi.Surrogates;
using Overread.Deidentification.Pseudonyms;
using Overread.Text;

namespace Overread.Cli.Text;

/// <summary>Goes over the texts of a batch: finds, replaces, checks; a text that cannot be read is a line and the rest goes on.</summary>
internal sealed class DeidentifyTextRun
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly TextBatch _batch;
    private readonly PhiDetector _detector;
    private readonly string _replace;
    private readonly PhiSurrogates? _surrogates;
    private readonly SortedDictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly List<string> _failed = [];
    private readonly List<string> _left = [];
    private long _characters;
    private int _done;

    internal DeidentifyTextRun(TextBatch batch, PhiOptions options, string replace, ProjectKey? key)
    {
        _batch = batch;
        _detector = new PhiDetector(options);
        _replace = replace;
        _surrogates = replace == "surrogate" ? new PhiSurrogates(key!) : null;
    }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    internal int Do(string? spans, string? carry, bool json, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = _batch.Names();
        if (_surrogates is not null)
        {
            foreach ((TextFile file, IReadOnlyList<PhiSpan> found) in Found(names, report: false, cancellation))
            {
                _surrogates.Learn(file.Text, found);
                if (_batch.Headers.Of(file.Name) is { } header)
                {
                    _surrogates.Learn(header);
                }
            }
        }

        CarriedSpans? carried = carry is null ? null : CarriedSpans.Read(carry);
        using (StreamWriter? lines = spans is null ? null : new StreamWriter(spans))
        {
            foreach ((TextFile file, IReadOnlyList<PhiSpan> found) in Found(names, report: true, cancellation))
            {
                PhiReplacement replaced = Replaced(file, found);
                _batch.Write(file, replaced.Text);
                CodePoints points = new(file.Text);
                foreach (string problem in carried?.Move(file.Name, points, replaced) ?? [])
                {
                    Fail(problem);
                }

                Count(file, found, lines, points);
                Check(file, found, replaced.Text);
            }
        }

        carried?.Write();
        Report(names.Count, json);
        return _left.Count > 0 ? 4
            : _failed.Count > 0 ? 3
            : 0;
    }

    /// <summary>The findings of each text, in order; several texts are searched at a time.</summary>
    private IEnumerable<(TextFile File, IReadOnlyList<PhiSpan> Found)> Found(
        IReadOnlyList<string> names,
        bool report,
        CancellationToken cancellation
    )
    {
        IEnumerable<(TextFile? File, IReadOnlyList<PhiSpan> Found, string? Problem)> results = names
            .AsParallel()
            .AsOrdered()
            .WithCancellation(cancellation)
            .WithDegreeOfParallelism(Math.Min(Environment.ProcessorCount, 16))
            .WithMergeOptions(ParallelMergeOptions.AutoBuffered)
            .Select(Find);
        foreach ((TextFile? file, IReadOnlyList<PhiSpan> found, string? problem) in results)
        {
            if (file is not null)
            {
                yield return (file, found);
            }
            else if (report)
            {
                Fail(problem!);
            }
        }
    }

    private void Fail(string problem)
    {
        _failed.Add(problem);
        Console.Error.WriteLine(problem);
    }

    private (TextFile? File, IReadOnlyList<PhiSpan> Found, string? Problem) Find(string name)
    {
        try
        {
            TextFile file = _batch.Read(name);
            return (file, _detector.Find(file.Text, _batch.Headers.Of(name)), null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (null, [], $"{name}: {e.Message} It was left out; nothing of it was written.");
        }
    }

    private PhiReplacement Replaced(TextFile file, IReadOnlyList<PhiSpan> found) =>
        _replace switch
        {
            "mask" => PhiReplacer.Mask(file.Text, found),
            "surrogate" => _surrogates!.Replace(file.Text, found, file.Name, _batch.Headers.Of(file.Name)),
            _ => PhiReplacer.Tag(file.Text, found),
        };

    private void Count(TextFile file, IReadOnlyList<PhiSpan> found, StreamWriter? lines, CodePoints points)
    {
        _done++;
        _characters += file.Text.Length;
        foreach (PhiSpan span in found)
        {
            string type = span.Type.ToString();
            _types[type] = _types.GetValueOrDefault(type) + 1;
            lines?.WriteLine(
                new JsonObject
                {
                    ["file"] = file.Name,
                    ["start"] = points.OfUnits(span.Start),
                    ["end"] = points.OfUnits(span.End),
                    ["type"] = PhiReplacer.Label(span.Type)[1..^1],
                    ["rule"] = span.Rule,
                    ["score"] = span.Score,
                }.ToJsonString(Plain)
            );
        }
    }

    private void Check(TextFile file, IReadOnlyList<PhiSpan> found, string result)
    {
        KnownIdentifiers known = new();
        if (_batch.Headers.Of(file.Name) is { } header)
        {
            known.Add(header);
        }

        known.Add(file.Text, found);
        foreach (string kind in known.Find(result))
        {
            string line = $"{file.Name}: {kind} is still there. Look at the result before it is given away.";
            _left.Add(line);
            Console.Error.WriteLine(line);
        }
    }

    private void Report(int files, bool json)
    {
        TextWriter output = _batch.IsToStandardOutput ? Console.Error : Console.Out;
        if (json)
        {
            JsonObject types = [];
            foreach ((string type, int count) in _types)
            {
                types[type] = count;
            }

            output.WriteLine(
                new JsonObject
                {
                    ["files"] = files,
                    ["done"] = _done,
                    ["failed"] = _failed.Count,
                    ["left"] = _left.Count,
                    ["characters"] = _characters,
                    ["found"] = types,
                }.ToJsonString(Plain)
            );
            return;
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_done} of {files} texts, {_types.Values.Sum()} identifiers replaced{(_types.Count == 0 ? "" : ": " + string.Join(", ", _types.Select(t => $"{t.Key} {t.Value}")))}"
            )
        );
    }
}
