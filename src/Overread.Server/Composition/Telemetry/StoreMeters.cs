using System.Diagnostics.Metrics;
using Overread.Server.Composition.Operations;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Storage;

namespace Overread.Server.Composition.Telemetry;

/// <summary>What is asked of a server whenever somebody collects: its disk, its record, its jobs, its certificate.</summary>
internal sealed class StoreMeters
{
    public StoreMeters(
        IMeterFactory factory,
        DiskWatch disk,
        IDatabase database,
        JobRunner jobs,
        TimeProvider time,
        IServiceProvider services
    )
    {
        Meter meter = factory.Create(ServerInstruments.Name);
        meter.CreateObservableGauge(
            "overread.disk.free",
            () => Measured(disk.Last?.FreeBytes),
            "By",
            "Free bytes of the disk that the data folder is on."
        );
        meter.CreateObservableGauge(
            "overread.disk.size",
            () => Measured(disk.Last?.TotalBytes),
            "By",
            "Bytes of that disk in all."
        );
        meter.CreateObservableGauge(
            "overread.disk.state",
            () => disk.Last is { } look ? [new(1L, new KeyValuePair<string, object?>("state", look.State))] : None,
            null,
            "1 for how the disk fares: ok, low, full or failing."
        );
        meter.CreateObservableCounter(
            "overread.record.events",
            () => database.RecordSize,
            "{event}",
            "Events in the record."
        );
        meter.CreateObservableGauge("overread.jobs.waiting", () => jobs.Waiting, "{job}", "Jobs that wait.");
        meter.CreateObservableGauge("overread.jobs.running", () => jobs.Running, "{job}", "Jobs that run.");
        if (services.GetService<ServedCertificate>() is { } certificate)
        {
            meter.CreateObservableGauge(
                "overread.certificate.remaining",
                () => (certificate.Expires - time.GetUtcNow()).TotalSeconds,
                "s",
                "How long the served certificate is still valid."
            );
        }
    }

    private static IEnumerable<Measurement<long>> None => [];

    private static IEnumerable<Measurement<long>> Measured(long? value) => value is { } v ? [new(v)] : None;
}
