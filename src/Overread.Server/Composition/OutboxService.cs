using Microsoft.Extensions.Hosting;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>Drains the outbox for as long as the server runs, beginning with what an earlier process left in it.</summary>
internal sealed class OutboxService(OutboxDrain drain) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => drain.Run(stoppingToken);
}
