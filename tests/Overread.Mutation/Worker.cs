using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;

namespace Overread.Mutation;

/// <summary>The process that holds the mutated library and its tests. It may hang or crash; <see cref="Driver"/> goes on.</summary>
internal sealed class Worker
{
    private readonly Assembly _library;
    private readonly FieldInfo _active;
    private readonly byte[] _hits;
    private readonly TestCase[] _tests;
    private readonly Process _self = Process.GetCurrentProcess();
    private long _started;
    private TimeSpan _startedCpu;
    private double _allowed;
    private int _mutant = -1;

    /// <summary>The variable that names the tests to run, by words of their names; all where it is empty.</summary>
    internal const string Tests = "OVERREAD_MUTATION_TESTS";

    internal Worker(string folder)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            string path = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
        _library = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, Instrument.Library));
        Type control = Instrument.Control(_library);
        _active = control.GetField("ActiveMutant")!;
        _active.SetValue(null, -1);
        _hits = (byte[])control.GetField(Instrument.Hits)!.GetValue(null)!;
        Assembly tests = AssemblyLoadContext.Default.LoadFromAssemblyPath(
            Path.Combine(folder, Instrument.Name + ".Tests.dll")
        );
        string[] words = (Environment.GetEnvironmentVariable(Tests) ?? string.Empty).Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries
        );
        _tests =
        [
            .. TestCase
                .All(tests)
                .Where(test =>
                    words.Length == 0 || words.Any(word => test.Name.Contains(word, StringComparison.Ordinal))
                ),
        ];
    }

    /// <summary>
    /// Runs every test twice without a mutant. What only the first run reaches belongs to what is made once (type
    /// initialisers, tables kept); such a mutant needs a process of its own.
    /// </summary>
    internal void Measure(double slowMilliseconds, string target)
    {
        List<TestTime> plan = [];
        HashSet<int> first = [];
        HashSet<int> second = [];
        Dictionary<string, double> earlier = File.Exists(target)
            ? JsonSerializer
                .Deserialize<Plan>(File.ReadAllText(target))!
                .Tests.ToDictionary(t => t.Name, t => t.Milliseconds)
            : [];
        foreach (TestCase test in _tests)
        {
            // What was far too slow in this folder the last time is not run again to learn that.
            if (earlier.TryGetValue(test.Name, out double before) && before > 4 * slowMilliseconds)
            {
                plan.Add(new TestTime(test.Name, before, [], null, true));
                continue;
            }

            Array.Clear(_hits);
            (Exception? failure, double warm) = Timed(test);
            int[] early = [.. Reached()];
            int[] late = [];
            if (failure is null && warm < 4 * slowMilliseconds)
            {
                Array.Clear(_hits);
                (failure, warm) = Timed(test);
                late = [.. Reached()];
            }

            if (failure is null && warm <= slowMilliseconds)
            {
                first.UnionWith(early);
                second.UnionWith(late);
            }

            plan.Add(new TestTime(test.Name, warm, late, failure?.GetType().Name, warm > slowMilliseconds));
        }

        first.ExceptWith(second);
        File.WriteAllText(target, JsonSerializer.Serialize(new Plan([.. plan], [.. first.Order()])));
    }

    /// <summary>Reads lines "mutant test test …" and answers each with "S mutant" or "K mutant test".</summary>
    internal void Serve(Plan plan, bool fresh)
    {
        Dictionary<string, TestCase> byName = _tests.ToDictionary(t => t.Name);
        if (!fresh)
        {
            MakeStatics();
        }

        Thread watch = new(Watch) { IsBackground = true };
        watch.Start();
        while (Console.ReadLine() is { } line)
        {
            int[] words = [.. line.Split(' ').Select(int.Parse)];
            _active.SetValue(null, words[0]);
            Volatile.Write(ref _mutant, words[0]);
            int killer = -1;
            if (fresh)
            {
                Begin(plan.Tests[words[1]].Milliseconds);
                killer = Throws(MakeStatics) ? words[1] : -1;
            }

            for (int i = 1; i < words.Length && killer < 0; i++)
            {
                Begin(plan.Tests[words[i]].Milliseconds);
                if (byName[plan.Tests[words[i]].Name].Run() is not null)
                {
                    killer = words[i];
                }
            }

            Volatile.Write(ref _mutant, -1);
            Say(killer < 0 ? $"S {words[0]}" : $"K {words[0]} {killer}");
        }
    }

    // Processor time, which a busy machine does not lengthen.
    private (Exception? Failure, double Milliseconds) Timed(TestCase test)
    {
        _self.Refresh();
        TimeSpan start = _self.TotalProcessorTime;
        Exception? failure = test.Run();
        _self.Refresh();
        return (failure, (_self.TotalProcessorTime - start).TotalMilliseconds);
    }

    private static bool Throws(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (TypeInitializationException)
        {
            return true;
        }
    }

    private void MakeStatics()
    {
        foreach (Type type in _library.GetTypes().Where(t => !t.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    private IEnumerable<int> Reached() => Enumerable.Range(0, _hits.Length).Where(i => _hits[i] != 0);

    private void Begin(double milliseconds)
    {
        _self.Refresh();
        _startedCpu = _self.TotalProcessorTime;
        _allowed = 1500 + (8 * milliseconds);
        Volatile.Write(ref _started, Environment.TickCount64);
    }

    // A mutant may loop for ever. Processor time decides, so that a busy machine kills no mutant; a wait in vain costs
    // no processor time, so the clock decides late.
    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(100);
            int mutant = Volatile.Read(ref _mutant);
            long elapsed = Environment.TickCount64 - Volatile.Read(ref _started);
            if (mutant < 0 || elapsed < _allowed)
            {
                continue;
            }

            _self.Refresh();
            if ((_self.TotalProcessorTime - _startedCpu).TotalMilliseconds > _allowed || elapsed > 10 * _allowed)
            {
                Say($"T {mutant}");
                _self.Kill();
            }
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
