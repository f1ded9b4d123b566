using System.Diagnostics;

namespace Overread.Mutation;

/// <summary>Gives each mutant to a worker with the tests that reach it, quickest first, and writes down what became of it.</summary>
internal sealed class Driver(string folder, Plan plan)
{
    /// <summary>Milliseconds of tests after which a mutant counts as a survivor.</summary>
    private const double Budget = 1000;

    private readonly int[] _order =
    [
        .. Enumerable
            .Range(0, plan.Tests.Length)
            .Where(i => plan.Tests[i] is { Failure: null, Slow: false })
            .OrderBy(i => plan.Tests[i].Milliseconds),
    ];

    /// <summary>Notes per mutant: Killed, Timeout, Survived or NoCoverage, and the test that killed it.</summary>
    internal void Run(IReadOnlyList<Mutant> mutants, Action<Mutant, string, string?> note)
    {
        HashSet<int>[] reached = [.. plan.Tests.Select(t => t.Reached.ToHashSet())];
        HashSet<int> once = [.. plan.Once];
        Dictionary<(string File, int Test), int> kills = [];
        Process? worker = null;
        foreach (Mutant mutant in mutants)
        {
            bool fresh = once.Contains(mutant.Id);
            int[] tests = fresh
                ? _order
                : Affordable([
                    .. _order
                        .Where(i => reached[i].Contains(mutant.Id))
                        .OrderByDescending(i => kills.GetValueOrDefault((mutant.File, i))),
                ]);
            (string Status, string? Test) result = ("NoCoverage", null);
            if (tests.Length > 0)
            {
                if (fresh)
                {
                    Process own = Start("fresh");
                    result = Ask(own, mutant.Id, tests);
                    End(own);
                }
                else
                {
                    worker ??= Start("serve");
                    result = Ask(worker, mutant.Id, tests);
                    if (result is ("Timeout", _) or ("Killed", null))
                    {
                        End(worker);
                        worker = null;
                    }
                }
            }

            if (result.Test is not null)
            {
                // What killed others in this file is tried first.
                (string, int) pair = (mutant.File, Array.FindIndex(plan.Tests, t => t.Name == result.Test));
                kills[pair] = kills.GetValueOrDefault(pair) + 1;
            }

            note(mutant, result.Status, result.Test);
        }

        if (worker is not null)
        {
            End(worker);
        }
    }

    // A mutant that many tests reach and none of the first ones kills is a survivor: it costs no more than the budget.
    private int[] Affordable(int[] tests)
    {
        double spent = 0;
        return
        [
            .. tests.TakeWhile(i =>
                (spent += plan.Tests[i].Milliseconds) <= Budget || spent == plan.Tests[i].Milliseconds
            ),
        ];
    }

    private (string Status, string? Test) Ask(Process worker, int mutant, int[] tests)
    {
        try
        {
            worker.StandardInput.WriteLine($"{mutant} {string.Join(' ', tests)}");
            worker.StandardInput.Flush();
            while (worker.StandardOutput.ReadLine() is { } line)
            {
                string[] words = line.Split(' ');
                if (words is ["S" or "K" or "T", _, ..] && words[1] == $"{mutant}")
                {
                    return words[0] switch
                    {
                        "S" => ("Survived", null),
                        "T" => ("Timeout", null),
                        _ => (
                            "Killed",
                            plan.Tests[int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture)].Name
                        ),
                    };
                }
            }
        }
        catch (IOException) { }

        return ("Killed", null);
    }

    private Process Start(string role) => Start(folder, role);

    internal static Process Start(string folder, params string[] words)
    {
        ProcessStartInfo info = new(Environment.ProcessPath!, ["worker", folder, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["DOTNET_GCHeapHardLimit"] = "0xC0000000";
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        info.Environment["CsCheck_Threads"] = "1";
        info.Environment["CsCheck_Iter"] = "20";
        Process process = Process.Start(info)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static void End(Process worker)
    {
        try
        {
            worker.StandardInput.Close();
        }
        catch (IOException) { }

        if (!worker.WaitForExit(2000))
        {
            worker.Kill();
        }

        worker.Dispose();
    }
}
