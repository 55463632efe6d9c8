"""Scores lines of QuestionnaireResponses on Apache Spark: spark_score.py <lines> <folder>"""
import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import expr

source, target = sys.argv[1:3]
niveau = os.environ.get("NIVEAU", "npx niveau") + " score --ndjson - --jobs 1"
spark = SparkSession.builder.appName("niveau").getOrCreate()
rows = spark.read.text(source)
# Spark would replace what is not UTF-8, and the answer would be about something else than was sent.
broken = rows.where("not is_valid_utf8(value)").count()
if broken > 0:
    sys.exit(f"{broken} lines are not UTF-8: mend or remove them, nothing was scored")
lines = rows.rdd.map(lambda row: row.value)
# Exit code 1 says that a line was refused, which is an answer; any other ends the task, and Spark tries it again.
answers = lines.pipe(f"sh -c '{niveau} || [ $? = 1 ]'", env=dict(os.environ), checkCode=True)
# A line that has no answer ends the job: the two must be equally many.
scored = lines.zip(answers).toDF("line string, answer string")
kind = expr("""if(startswith(answer, '{"resourceType":"Bundle"'), 'results', 'refusals')""")
scored.withColumn("kind", kind).write.partitionBy("kind").parquet(target)
