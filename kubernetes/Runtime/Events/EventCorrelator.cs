using k8s.Models;
using Kubernetes.Runtime.Retry;

namespace Kubernetes.Runtime.Events;

/// <summary>Decides what becomes of a note: a new Event, a higher count on an earlier one, or nothing. No I/O; one flow owns it.</summary>
internal sealed class EventCorrelator(EventRecorderOptions options, TimeProvider time)
{
    private const string CombinedPrefix = "(combined from similar events): ";
    private const int MaxName = 253;
    private static readonly TimeSpan s_similarWindow = TimeSpan.FromMinutes(10);

    private readonly RecentCache<Corev1Event> _written = new(options.Remembered);
    private readonly RecentCache<Similar> _topics = new(options.Remembered);
    private readonly RecentCache<TokenBucket> _buckets = new(options.Remembered);

    /// <summary>Gives the Event to write, or null to drop the note. A count above 1 means that it was written before.</summary>
    public (string Key, Corev1Event Event)? Correlate(EventNote note)
    {
        var key = Combine(ref note);
        if (!Bucket(note).TryTake())
            return null;
        var now = time.GetUtcNow().UtcDateTime;
        var next = _written.Get(key) is { } earlier
            ? earlier with { Count = earlier.Count + 1, LastTimestamp = now, Message = note.Message }
            : New(note, now);
        return (key, next);
    }

    /// <summary>Tells that the Event is in the cluster.</summary>
    public void Written(string key, Corev1Event written) => _written.Set(key, written);

    /// <summary>Tells that the Event is gone (they live for an hour); the next such note begins a new one.</summary>
    public void Gone(string key) => _written.Remove(key);

    private string Combine(ref EventNote note)
    {
        var now = time.GetTimestamp();
        var topic = _topics.Get(note.Topic);
        if (topic is null || time.GetElapsedTime(topic.Since, now) >= s_similarWindow)
            _topics.Set(note.Topic, topic = new Similar(now));
        topic.Texts.Add(note.Message);
        if (topic.Texts.Count <= options.SimilarTexts)
            return note.Key;

        // The set is full: keep it at that size, only "one more" matters from here on.
        topic.Texts.Remove(note.Message);
        note = note with { Message = CombinedPrefix + note.Message };
        return note.Topic;
    }

    private TokenBucket Bucket(EventNote note)
    {
        var id = $"{note.Regarding.Uid}\n{note.Regarding.NamespaceProperty}/{note.Regarding.Name}";
        var bucket = _buckets.Get(id);
        if (bucket is null)
            _buckets.Set(id, bucket = new TokenBucket(1 / options.Refill.TotalSeconds, options.Burst, time));
        return bucket;
    }

    private Corev1Event New(EventNote note, DateTime now) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = NameFor(note.Regarding.Name ?? string.Empty, time.GetUtcNow().Ticks),
            // Events about cluster-scoped objects live in "default", where kubectl looks for them.
            NamespaceProperty = string.IsNullOrEmpty(note.Regarding.NamespaceProperty) ? "default" : note.Regarding.NamespaceProperty,
        },
        InvolvedObject = note.Regarding,
        Type = note.Type.ToString(),
        Reason = note.Reason,
        Message = note.Message,
        Count = 1,
        FirstTimestamp = now,
        LastTimestamp = now,
        Source = new V1EventSource { Component = options.Component },
        ReportingComponent = options.Component,
        ReportingInstance = options.Instance,
    };

    /// <summary>A name that no earlier Event has; the random part keeps two notes of one moment, or of two replicas, apart.</summary>
    public static string NameFor(string name, long ticks)
    {
        var suffix = $".{ticks:x}{Guid.NewGuid().ToString("N")[..4]}";
        return name.Length + suffix.Length <= MaxName ? name + suffix : name[..(MaxName - suffix.Length)] + suffix;
    }

    private sealed class Similar(long since)
    {
        public long Since { get; } = since;

        public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);
    }
}
