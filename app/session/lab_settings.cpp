#include "app/session/lab_settings.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <fmt/format.h>

namespace ballast {
namespace {

const QString equityKey = QStringLiteral("equityUsd");
const QString marginKey = QStringLiteral("marginModel");
const QString limitsKey = QStringLiteral("limits");
const QString historyKey = QStringLiteral("history");

constexpr LimitMetric allMetrics[] = {LimitMetric::DeltaCoin,     LimitMetric::NetDeltaCoin, LimitMetric::DeltaUsd,
                                      LimitMetric::GammaUsd1pct,  LimitMetric::VegaUsd,      LimitMetric::ThetaUsdDay,
                                      LimitMetric::VegaBucketUsd, LimitMetric::LossUsd,      LimitMetric::VarUsd,
                                      LimitMetric::EsUsd,         LimitMetric::MarginUsd};

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

QJsonValue orNull(std::optional<double> value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

std::optional<double> numberOf(const QJsonValue& value)
{
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

QJsonObject limitJson(const Limit& limit)
{
    return {{QStringLiteral("name"), text(limit.name)},
            {QStringLiteral("metric"), QString::fromUtf8(limitMetricWord(limit.metric))},
            {QStringLiteral("underlying"), text(limit.underlying)},
            {QStringLiteral("bucket"), text(limit.bucket)},
            {QStringLiteral("soft"), QJsonArray{orNull(limit.soft.lower), orNull(limit.soft.upper)}},
            {QStringLiteral("hard"), QJsonArray{orNull(limit.hard.lower), orNull(limit.hard.upper)}}};
}

std::optional<Limit> limitOf(const QJsonObject& json)
{
    const QString word = json.value(QStringLiteral("metric")).toString();
    const auto range = [&](const QString& key) {
        const QJsonArray ends = json.value(key).toArray();
        return LimitRange{numberOf(ends.at(0)), numberOf(ends.at(1))};
    };
    for (const LimitMetric metric : allMetrics) {
        if (word != QString::fromUtf8(limitMetricWord(metric)))
            continue;
        Limit limit;
        limit.name = json.value(QStringLiteral("name")).toString().toStdString();
        limit.metric = metric;
        limit.underlying = json.value(QStringLiteral("underlying")).toString().toStdString();
        limit.bucket = json.value(QStringLiteral("bucket")).toString().toStdString();
        limit.soft = range(QStringLiteral("soft"));
        limit.hard = range(QStringLiteral("hard"));
        return checkLimitDefinition(limit) ? std::optional(limit) : std::nullopt;
    }
    return std::nullopt;
}

Error damaged(const std::filesystem::path& file)
{
    return {Errc::BadInput,
            fmt::format("{}: is no settings file of the scenario page; move it away to begin anew", file.string())};
}

} // namespace

Result<LabSettings> readLabSettings(const std::filesystem::path& file)
{
    QFile in(text(file.string()));
    if (!in.exists())
        return LabSettings{};
    if (!in.open(QIODevice::ReadOnly))
        return Error{Errc::Io, fmt::format("{}: {}", file.string(), in.errorString().toStdString())};
    const QJsonDocument document = QJsonDocument::fromJson(in.readAll());
    if (!document.isObject())
        return damaged(file);
    const QJsonObject json = document.object();
    LabSettings settings;
    settings.equityUsd = numberOf(json.value(equityKey));
    if (json.value(marginKey).isString())
        settings.marginModel = json.value(marginKey).toString().toStdString();
    for (const QJsonValue& each : json.value(limitsKey).toArray()) {
        const auto limit = limitOf(each.toObject());
        if (!limit)
            return damaged(file);
        settings.limits.push_back(*limit);
    }
    for (const QJsonValue& each : json.value(historyKey).toArray())
        settings.historyFiles.push_back(each.toString().toStdString());
    return settings;
}

Status writeLabSettings(const LabSettings& settings, const std::filesystem::path& file)
{
    QJsonArray limits;
    for (const Limit& limit : settings.limits)
        limits.append(limitJson(limit));
    QJsonArray history;
    for (const std::string& each : settings.historyFiles)
        history.append(text(each));
    const QJsonObject json{{equityKey, orNull(settings.equityUsd)},
                           {marginKey, text(settings.marginModel)},
                           {limitsKey, limits},
                           {historyKey, history}};
    QSaveFile out(text(file.string()));
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return Error{Errc::Io, fmt::format("{}: {}", file.string(), out.errorString().toStdString())};
    return Done{};
}

} // namespace ballast
