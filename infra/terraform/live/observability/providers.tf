# Keys come from the environment: DD_API_KEY, DD_APP_KEY and PAGERDUTY_TOKEN.
provider "datadog" {}

provider "pagerduty" {}
