using System.Threading.Channels;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubernetes.Runtime.Events;

/// <summary>
/// Writes core/v1 Events beside the reconcile, never in it: <see cref="Publish"/> returns at once and cannot fail, notes beyond what is
/// useful are counted together or dropped.
/// </summary>
public sealed class EventRecorder : BackgroundService
{
    private const int MaxMessage = 1024;
    private readonly IKubernetesClient _client;
    private readonly EventRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly EventCorrelator _correlator;
    private readonly Channel<EventNote> _notes;

    /// <summary>Creates a recorder that keeps notes until it is started.</summary>
    /// <param name="client">Writes the Events.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">Clock; the system's when omitted.</param>
    /// <param name="logger">Log; none when omitted.</param>
    public EventRecorder(IKubernetesClient client, EventRecorderOptions? options = null, TimeProvider? time = null, ILogger<EventRecorder>? logger = null)
    {
        _client = client;
        _options = options ?? new EventRecorderOptions();
        _time = time ?? TimeProvider.System;
        _log = logger ?? (ILogger)NullLogger.Instance;
        _correlator = new EventCorrelator(_options, _time);
        _notes = Channel.CreateBounded<EventNote>(new BoundedChannelOptions(_options.Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    }

    /// <summary>Notes something about an object.</summary>
    /// <param name="regarding">Object as read from the server.</param>
    /// <param name="type">Normal or Warning.</param>
    /// <param name="reason">One CamelCase word for machines, such as <c>NamespaceCreated</c>.</param>
    /// <param name="message">One sentence for people; no secrets.</param>
    public void Publish(IKubernetesObject<V1ObjectMeta> regarding, EventType type, string reason, string message)
    {
        ArgumentNullException.ThrowIfNull(regarding);
        ArgumentNullException.ThrowIfNull(message);
        var kind = KubernetesEntity.Of(regarding.GetType());
        var reference = new V1ObjectReference
        {
            ApiVersion = kind.GroupVersion,
            Kind = kind.Kind,
            Name = regarding.Name(),
            NamespaceProperty = regarding.Namespace(),
            Uid = regarding.Uid(),
            ResourceVersion = regarding.ResourceVersion(),
        };
        _notes.Writer.TryWrite(new EventNote(reference, type, reason, message.Length > MaxMessage ? message[..MaxMessage] : message));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var note in _notes.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                if (_correlator.Correlate(note) is { } decided)
                    await WriteAsync(decided.Key, decided.Event, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Events are advice; what is left is dropped.
        }
    }

    private async Task WriteAsync(string key, Corev1Event happened, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(_options.WriteTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        try
        {
            if (happened.Count > 1 && await TryCountAsync(key, happened, either.Token).ConfigureAwait(false))
                return;
            var fresh = happened.Count > 1 ? Renamed(happened) : happened;
            await _client.CreateAsync(fresh, _options.Component, either.Token).ConfigureAwait(false);
            _correlator.Written(key, fresh);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            EventRecorderLog.Failed(_log, failure, happened.Reason, happened.InvolvedObject.Name);
        }
    }

    private async Task<bool> TryCountAsync(string key, Corev1Event happened, CancellationToken cancellationToken)
    {
        try
        {
            var count = new { count = happened.Count, lastTimestamp = happened.LastTimestamp, message = happened.Message };
            var patch = new V1Patch(System.Text.Json.JsonSerializer.Serialize(count), PatchType.MergePatch);
            await _client.PatchAsync<Corev1Event>(
                patch, happened.Metadata.Name!, happened.Metadata.NamespaceProperty, _options.Component, ct: cancellationToken).ConfigureAwait(false);
            _correlator.Written(key, happened);
            return true;
        }
        catch (HttpOperationException expired) when (expired.IsNotFound())
        {
            _correlator.Gone(key);
            return false;
        }
    }

    private Corev1Event Renamed(Corev1Event expired) => expired with
    {
        Metadata = new V1ObjectMeta
        {
            Name = EventCorrelator.NameFor(expired.InvolvedObject.Name ?? string.Empty, _time.GetUtcNow().Ticks),
            NamespaceProperty = expired.Metadata.NamespaceProperty,
        },
    };
}
