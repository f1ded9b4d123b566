using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Overread.Server.Composition;
using Overread.Server.Features.People;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>
/// What <c>overread serve</c> does, in a process that lasts until it is told to end; but for the rounds of its passwords, which the
/// command line does not offer, for good reason.
/// </summary>
internal static class SoakHost
{
    /// <summary>The word that starts it.</summary>
    internal const string Word = "soak-host";

    /// <summary>The words after it: folder, address, address of measurements, time-stamp authority, rounds (0 for the product's).</summary>
    internal static IReadOnlyList<string> Words(
        string data,
        string url,
        string metrics,
        string authority,
        int rounds
    ) => [Word, data, url, metrics, authority, rounds.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Serves.</summary>
    internal static async Task<int> Run(IReadOnlyList<string> words)
    {
        int rounds = int.Parse(words[4], CultureInfo.InvariantCulture);
        await using WebApplication app = OverreadHost.Build(
            new ServeOptions(words[0], words[1])
            {
                Metrics = new Uri(words[2]),
                TimestampAuthority = new Uri(words[3]),
                PasswordRounds = rounds == 0 ? PasswordHashes.Rounds : rounds,
                Notice = Console.WriteLine,
            }
        );
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }
}
