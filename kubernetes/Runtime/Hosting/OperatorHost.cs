using k8s.LeaderElection;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kubernetes.Runtime.Hosting;

/// <summary>
/// Order of an operator's life: HTTP (health, metrics, webhooks) -> caches -> leadership -> workers, and back in reverse. Caches also run
/// while somebody else leads, so that taking over costs no list. It starts after, and stops before, all plain hosted services including Kestrel.
/// </summary>
public sealed class OperatorHost : IHostedLifecycleService, IDisposable
{
    private readonly InformerRegistry _informers;
    private readonly IReadOnlyList<Controller> _controllers;
    private readonly LeaderElector? _elector;
    private readonly OperatorHostOptions _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _leave = new();
    private readonly CancellationTokenSource _closeCaches = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Created by the service provider.</summary>
    /// <param name="informers">Caches.</param>
    /// <param name="controllers">Workers.</param>
    /// <param name="electors">The elector, if this process is one of several.</param>
    /// <param name="options">Times.</param>
    /// <param name="lifetime">To end the process.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    public OperatorHost(
        InformerRegistry informers,
        IEnumerable<Controller> controllers,
        IEnumerable<LeaderElector> electors,
        IOptions<OperatorHostOptions> options,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<OperatorHost> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _informers = informers;
        _controllers = [.. controllers];
        _elector = electors.SingleOrDefault();
        _options = options.Value;
        _lifetime = lifetime;
        _time = time;
        _log = logger;
    }

    /// <summary>All caches have their first list: webhooks and probes may say yes, leader or not.</summary>
    public bool IsReady => _informers.HasSynced;

    /// <summary>This process runs the workers.</summary>
    public bool IsLeader => _elector?.IsLeader() ?? !_running.IsCompleted;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(_options.ShutdownGrace, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        // The lease stays ours, and is renewed, until the last reconcile has ended.
        await Task.WhenAll(_controllers.Select(c => c.StopAsync(either.Token))).ConfigureAwait(false);
        await _leave.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _closeCaches.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leave.Dispose();
        _closeCaches.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            _informers.Start(_closeCaches.Token);
            await _informers.WaitForSyncAsync(_leave.Token).WaitAsync(_options.CacheSyncTimeout, _time, _leave.Token).ConfigureAwait(false);
            await (_elector is null ? WorkAsync(_leave.Token) : _elector.RunAsync(WorkAsync, _leave.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception failure)
        {
            // Half an operator is worse than none: the pod restarts and the fault is seen.
            OperatorHostLog.Failed(_log, failure);
            Environment.ExitCode = 1;
            _lifetime.StopApplication();
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(_controllers.Select(c => RunOneAsync(c, together))).ConfigureAwait(false);
    }

    private static async Task RunOneAsync(Controller controller, CancellationTokenSource together)
    {
        try
        {
            await controller.RunAsync(together.Token).ConfigureAwait(false);
        }
        catch
        {
            await together.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
