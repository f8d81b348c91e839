variable "environment" {
  description = "Environment whose costs are watched."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "Budgets are kept for staging and production; what DR costs is part of production."
  }
}

variable "monthly_limits_usd" {
  description = "Budget of each cost category, in whole dollars a month. Third-party services are not on the AWS bill and have no budget here."
  type        = map(number)

  validation {
    condition     = alltrue([for category in keys(var.monthly_limits_usd) : contains(["compute", "database", "storage", "networking"], category)])
    error_message = "Categories are compute, database, storage and networking: the values of the CostCategory tag."
  }

  validation {
    condition     = alltrue([for limit in values(var.monthly_limits_usd) : limit > 0 && floor(limit) == limit])
    error_message = "Limits are whole dollars above zero."
  }
}

variable "subscribers" {
  description = "Mail addresses that are told."
  type        = list(string)

  validation {
    condition     = length(var.subscribers) > 0 && alltrue([for address in var.subscribers : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", address))])
    error_message = "Name at least one mail address: a budget that tells nobody is none."
  }
}

variable "thresholds_percent" {
  description = "Shares of the budget, actually spent, at which people are told; the forecast is told at 100."
  type        = list(number)
  default     = [80, 100]
}

variable "cost_allocation_tags" {
  description = "Tags to activate for cost allocation. Only the payer account may; empty elsewhere."
  type        = set(string)
  default     = []
}

variable "anomaly_threshold_usd" {
  description = "Daily impact from which an anomaly is told; null for no anomaly detection."
  type        = number
  default     = null
}

variable "savings_plan" {
  description = "Compute Savings Plan to buy: the offering (`aws savingsplans describe-savings-plans-offerings`) and the hourly commitment. A purchase of a year that cannot be undone; null buys nothing."
  type = object({
    offering_id           = string
    hourly_commitment_usd = number
  })
  default = null

  validation {
    condition     = var.savings_plan == null || try(var.savings_plan.hourly_commitment_usd > 0 && var.savings_plan.hourly_commitment_usd <= 2, false)
    error_message = "Commit to at most 2 USD an hour: the nodes that always run cost 0.77 on demand, and more than that is paid for nothing."
  }
}

variable "reserved_databases" {
  description = "RDS instances to reserve for a year without upfront payment, by class; empty buys nothing."
  type        = map(number)
  default     = {}
}

variable "reserved_cache_nodes" {
  description = "ElastiCache nodes to reserve for a year without upfront payment, by type; empty buys nothing."
  type        = map(number)
  default     = {}
}
