using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Overread.Server.Tests;

/// <summary>Refusals that a server gave and that the API's description does not name: every test that runs one looks.</summary>
internal sealed class UndescribedProblems : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines.Distinct();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (eventId.Name == "Undescribed")
        {
            _lines.Enqueue(formatter(state, exception));
        }
    }

    public void Dispose() { }
}
