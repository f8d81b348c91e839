# Production's secrets are copied to this region under their own names; what differs here has a name of this environment.
module "secrets" {
  source = "../../../../modules/secrets"

  name        = "horizon-dr"
  environment = "dr"
  secrets = {
    "database/ca"                   = "Certificate authority of RDS"
    "database/migrator"             = "Role of the migrations"
    "database/auth-service"         = "Role of auth-service"
    "database/billing-service"      = "Role of billing-service"
    "database/credit-service"       = "Role of credit-service"
    "database/customer-service"     = "Role of customer-service"
    "database/dispute-service"      = "Role of dispute-service"
    "database/notification-service" = "Role of notification-service"
    "database/ops-server"           = "Role of ops-server"
    "database/worker-service"       = "Role of worker-service"
    redis                           = "Host and token of Redis"
    console                         = "Settings of the console"
    infrastructure                  = "Names that services need to know"
    sentry                          = "Where failures are reported"
    "service-token"                 = "By which services know each other"
    "settings/auth-service"         = "What auth-service alone keeps secret"
    "settings/billing-service"      = "What billing-service alone keeps secret"
    "settings/credit-service"       = "What credit-service alone keeps secret"
    "settings/dispute-service"      = "What dispute-service alone keeps secret"
    "settings/notification-service" = "What notification-service alone keeps secret"
    datadog                         = "Keys of Datadog"
  }
}
