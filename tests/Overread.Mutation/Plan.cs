namespace Overread.Mutation;

/// <summary>What the run without a mutant showed.</summary>
/// <param name="Tests">All tests, in the order of discovery.</param>
/// <param name="Once">Mutants reached only when something is made once for the whole process.</param>
internal sealed record Plan(TestTime[] Tests, int[] Once);

/// <summary>One test without a mutant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Milliseconds">Its time when run a second time.</param>
/// <param name="Reached">The mutants it asked for.</param>
/// <param name="Failure">The exception it ended with (a skip is one), or null.</param>
/// <param name="Slow">Whether it is left out because of its time.</param>
internal sealed record TestTime(string Name, double Milliseconds, int[] Reached, string? Failure, bool Slow);
